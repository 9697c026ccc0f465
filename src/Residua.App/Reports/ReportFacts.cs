using Residua.App.Analyses;
using Residua.App.Commands;
using Residua.App.Figures;
using Residua.Pruning;
using Residua.Runs;

namespace Residua.App.Reports;

/// <summary>What a report says of a run and its machine.</summary>
internal static class ReportFacts
{
    public static ReportRun Of(RunFolder run) => new()
    {
        Name = run.Spec.Name,
        Network = run.Network.Network,
        Weights = run.Network.Weights,
        Layers = run.Network.Layers,
        Neurons = run.Network.Neurons,
        Parameters = run.Network.ParameterCount,
        Data = run.Spec.Data,
        DataVerified = run.Environment.DataVerified,
        Seed = run.Spec.Seed,
        Epochs = run.Metrics.Count > 0 ? run.Metrics[^1].Epoch : null,
        TestError = run.Metrics.Count > 0 ? run.Metrics[^1].TestError : null,
        Time = run.Metrics.Count > 0 ? TimeSpan.FromSeconds(run.Metrics.Sum(metrics => metrics.TrainSeconds)) : null,
    };

    /// <summary>A run with all its results, for figures.</summary>
    public static FigureNetwork NetworkOf(RunFolder run, string title, string letter) => new()
    {
        Name = run.Spec.Name,
        Title = title,
        Letter = letter,
        Seed = run.Spec.Seed,
        Results =
        [
            .. RunAnalyses.All().Where(analysis => run.Results.Contains(analysis.Name)).Select(analysis => analysis.Load(run)),
            .. run.Results.Contains(FrontierCommand.ResultName) ? [run.ReadResult<FrontierResult>(FrontierCommand.ResultName)] : Array.Empty<object>(),
        ],
        Metrics = run.Metrics,
    };

    public static IReadOnlyList<ReportFact> Of(RunEnvironment environment) =>
    [
        new("Made", $"{environment.Created:yyyy-MM-dd HH:mm} UTC"),
        new("Residua", environment.Program),
        new("Processor", $"{environment.Processor}, {environment.Cores} cores"),
        new("Threads", $"{environment.Threads}"),
        new("Device", environment.Device),
        new("System", environment.OperatingSystem),
        new("Runtime", environment.Runtime),
        new("TorchSharp", environment.TorchSharp),
        new("Data from", environment.DataOrigin),
    ];
}
