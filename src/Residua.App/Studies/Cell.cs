using System.Security.Cryptography;
using System.Text.Json;
using Residua.App.Specs;
using Residua.Runs;

namespace Residua.App.Studies;

/// <summary>A cell of a study: one value of each factor, and the run they come to.</summary>
/// <param name="Levels">The value of each factor, in the order of the study's.</param>
/// <param name="Spec">The specification, but for the size of the images.</param>
internal sealed record Cell(IReadOnlyList<(string Factor, string Value)> Levels, RunSpec Spec)
{
    private const int IdLength = 12;

    /// <summary>The first digits of the SHA-256 of the specification: the same run has the same id in every study.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Spec, ChecksummedJson.Options)))[..IdLength];

    /// <summary>"layers=5 seed=1".</summary>
    public string Label => LabelOf(Levels);

    /// <summary>The cell of given values.</summary>
    /// <param name="preset">The study's preset; null for none.</param>
    /// <param name="levels">A value of each factor.</param>
    /// <exception cref="UsageException">The values make no run; the message names them.</exception>
    public static Cell Of(string? preset, IReadOnlyList<(string Factor, string Value)> levels)
    {
        try
        {
            string? named = levels.FirstOrDefault(level => level.Factor == StudyGrid.Preset).Value ?? preset;
            RunSpec spec = named is null ? new RunSpec() : Presets.Get(named);
            spec = SpecBuilder.Apply(
                spec with { Training = spec.Training ?? new() },
                levels.Where(level => level.Factor is not (StudyGrid.Preset or StudyGrid.Seed)).ToDictionary(level => "--" + level.Factor, level => level.Value));
            return new(levels, Images.Locate(levels.FirstOrDefault(level => level.Factor == StudyGrid.Seed).Value is { } seed
                ? spec with { Seed = new OptionValue(StudyGrid.Seed, seed).Whole() }
                : spec));
        }
        catch (Exception failure) when (failure is UsageException or ArgumentException)
        {
            throw new UsageException($"The cell {LabelOf(levels)} makes no run: {Failure.Of(failure).Error}");
        }
    }

    private static string LabelOf(IReadOnlyList<(string Factor, string Value)> levels) =>
        string.Join(' ', levels.Select(level => $"{level.Factor}={level.Value}"));
}
