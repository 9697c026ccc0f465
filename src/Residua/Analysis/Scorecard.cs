using System.Text.Json;
using System.Text.Json.Serialization;

namespace Residua.Analysis;

/// <summary>All claims of the paper with what was measured and the verdicts. Rules are fixed; the code decides.</summary>
public sealed record Scorecard
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The version of scorecard.json.</summary>
    public int Version { get; init; } = 1;

    /// <summary>C1 to C17.</summary>
    public required ClaimResult[] Claims { get; init; }

    /// <summary>All seeds measured.</summary>
    public required int[] Seeds { get; init; }

    /// <summary>The presets of the nets measured.</summary>
    public required string[] Presets { get; init; }

    /// <summary>The data set's name.</summary>
    public required string Data { get; init; }

    /// <summary>Whether the nets are the small ones of the quick run.</summary>
    public required bool Quick { get; init; }

    /// <summary>Why the paper's numbers do not apply as they are; null when they do.</summary>
    public string? Caveat { get; init; }

    /// <summary>How many claims have a verdict.</summary>
    public int Count(Verdict verdict) => Claims.Count(claim => claim.Verdict == verdict);

    /// <summary>Judges every claim; those without measurements say so.</summary>
    /// <param name="measurements">For each claim id, one measurement a seed.</param>
    /// <param name="presets">The presets of the nets measured.</param>
    /// <param name="data">The data set's name.</param>
    /// <param name="quick">Whether the nets are the small ones of the quick run.</param>
    /// <exception cref="ArgumentException">A key is the id of no claim.</exception>
    public static Scorecard Build(
        IReadOnlyDictionary<string, IReadOnlyList<Measurement>> measurements, IReadOnlyList<string> presets, string data, bool quick)
    {
        string? stranger = measurements.Keys.FirstOrDefault(id => Analysis.Claims.All.All(claim => claim.Id != id));
        if (stranger is not null)
        {
            throw new ArgumentException($"There is no claim {stranger}; there are C1 to C{Analysis.Claims.All.Count}.", nameof(measurements));
        }

        return new()
        {
            Claims = [.. Analysis.Claims.All.Select(claim => ClaimResult.From(claim, measurements.GetValueOrDefault(claim.Id, [])))],
            Seeds = [.. measurements.Values.SelectMany(list => list).Select(measurement => measurement.Seed).Distinct().Order()],
            Presets = [.. presets],
            Data = data,
            Quick = quick,
            Caveat = CaveatFor(data, quick),
        };
    }

    /// <summary>The text of scorecard.json.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads the text of scorecard.json.</summary>
    /// <exception cref="InvalidDataException">The text is not a scorecard.</exception>
    public static Scorecard FromJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Scorecard>(text, Json) ?? throw new InvalidDataException("The scorecard is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"This is not a scorecard: {error.Message}", error);
        }
    }

    private static string? CaveatFor(string data, bool quick) => (quick, data == "mnist") switch
    {
        (true, false) => $"A quick run: small nets, trained for a short time on {data}, not 15 layers of 1064 neurons on MNIST. "
            + "The paper's numbers do not apply to them as they are; the verdicts show how the rules read, not whether the paper reproduces.",
        (true, true) => "A quick run: small nets, trained for a short time on pooled images, not 15 layers of 1064 neurons. "
            + "The paper's numbers do not apply to them as they are; the verdicts show how the rules read, not whether the paper reproduces.",
        (false, false) => $"The nets were trained on {data}, not on MNIST, so the paper's numbers do not apply to them as they are.",
        _ => null,
    };
}
