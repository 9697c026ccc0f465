using Residua.App.Reproduction;
using Residua.Networks;
using Residua.Runs;
using Residua.Training;

namespace Residua.App.Studies;

/// <summary>What is left of work on a run: how it ended, and the numbers that the study's table shows.</summary>
internal sealed record CellNote
{
    /// <summary>The run.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required CellOutcome Outcome { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>The exit code of its process.</summary>
    public int ExitCode { get; init; }

    /// <summary>How often it was tried by the sweep that ended it.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Seconds of its last process, from its start.</summary>
    public double Seconds { get; init; }

    /// <summary>The machine that it ran on.</summary>
    public string Host { get; init; } = Environment.MachineName;

    /// <summary>Analyses that its run holds.</summary>
    public string[] Analyses { get; init; } = [];

    /// <summary>Analyses that do not apply to it, with the reason.</summary>
    public IReadOnlyDictionary<string, string> LeftOut { get; init; } = new Dictionary<string, string>();

    /// <summary>Errors, losses, size and the claims' values, by the names of the table's columns.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = new Dictionary<string, double>();

    /// <summary>The note in a file; null where there is none, or none that can be read: the work is then done again from what the run holds.</summary>
    public static CellNote? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? ChecksummedJson.Read<CellNote>(path) : null;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The numbers of a trained run.</summary>
    public static IReadOnlyDictionary<string, double> ValuesOf(RunFolder run, int testImages)
    {
        EpochMetrics last = run.Metrics[^1];
        NetworkSpec network = run.Network;
        Dictionary<string, double> values = new()
        {
            ["test_error"] = last.TestError,
            ["test_loss"] = last.TestLoss,
            ["train_error"] = last.TrainError,
            ["train_loss"] = last.TrainLoss,
            ["layers_left"] = network.Layers,
            ["parameters"] = network.ParameterCount,
        };
        if (last.ValidationError is { } validation)
        {
            values["validation_error"] = validation;
        }

        foreach ((string name, double value) in ClaimMeasurers.OfOne(new TrainedNetwork(run.Spec.Name, run.Spec.Seed, run, testImages)))
        {
            values[name] = value;
        }

        return values;
    }
}
