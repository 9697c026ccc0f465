using System.Text.Json;
using System.Text.Json.Serialization;
using Residua.Runs;

namespace Residua.Benchmarks;

/// <summary>The outcomes that are kept, a file a job, so that a stopped comparison goes on.</summary>
internal sealed class Outcomes(string folder)
{
    /// <summary>How they are written; ∞ is a number here.</summary>
    public static JsonSerializerOptions Options { get; } = new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The outcome of a job, if it is done.</summary>
    public Outcome? Of(string job) => File.Exists(PathOf(job)) ? JsonSerializer.Deserialize<Outcome>(File.ReadAllText(PathOf(job)), Options) : null;

    /// <summary>Keeps an outcome, whole or not at all.</summary>
    public void Add(Outcome outcome) => AtomicFile.WriteText(PathOf(outcome.Name), JsonSerializer.Serialize(outcome, Options) + "\n");

    private string PathOf(string job) => Path.Combine(folder, job + ".json");
}
