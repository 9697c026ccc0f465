using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.Data;
using Residua.Dynamics;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Compares the network with its flow at the trained depth.</summary>
internal sealed class FlowAnalysis() : RunAnalysis("flow", "the network beside its flow, in continuous depth (eq. 1-3 and 6)")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 200;

    private const int MostHalvings = 12;

    private readonly Option<string> _halvings = new("--flow-halvings") { HelpName = "NUMBER", Description = "How often Euler's step h = 1 is halved [default: 5, down to 1/32]" };
    private readonly Option<string> _tolerance = new("--flow-tolerance") { HelpName = "TOLERANCE", Description = "Tolerance of the adaptive integrator, relative and absolute [default: 1e-06]" };

    public override IReadOnlyList<Option> Options => [_halvings, _tolerance];

    public override string? Refusal(LayeredNetwork network) => FlowComparison.Refusal(network);

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        FlowComparisonOptions options = new();
        options = options with
        {
            Halvings = call.Invocation.Value(_halvings)?.Whole(0, MostHalvings) ?? options.Halvings,
            Tolerance = call.Invocation.Value(_tolerance)?.Number(1e-12, 0.999) ?? options.Tolerance,
        };
        (ImageSet samples, string split) = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(samples);
        FlowComparisonResult result = FlowComparison.Run(call.Network, call.Network, x0, AnalysisCall.Classes(samples), options, call.Progress, call.Stop) with { Split = split };
        call.Store(this, result);
        return new(result, Summary(result));
    }

    public override FlowComparisonResult Load(RunFolder run) => run.ReadResult<FlowComparisonResult>(Name);

    private static (string, string)[] Summary(FlowComparisonResult result) =>
    [
        ("Flow", $"to layer {result.Depth}, {(result.Outcome == IntegrationOutcome.Done ? "done" : $"stopped at {result.TimeReached:G4}: {result.Outcome}")}, "
            + $"{result.AcceptedSteps} steps, {result.RejectedSteps} rejected, {result.Samples} samples"),
        ("Network (h = 1)", Describe(result.Network)),
        .. result.Steps.Zip(result.Euler).Skip(1).Select(pair => ($"Euler h = 1/{1 / pair.First:F0}", Describe(pair.Second))),
        ("Observed order", $"{result.ObservedOrder:F2}"),
        ($"Error, {result.Split} images", $"network {Readable.Percent(result.Network.Error)}, flow {Readable.Percent(result.FlowError)}"),
        ("h = 1 by Euler", $"differs from the network by {result.UnitStepDifference:G2} of the largest x"),
    ];

    private static string Describe(FlowGap gap) => $"from the flow: y {gap.Residual:G3}, x {gap.State:G3}, logits {gap.Logits:G3}; same class {Readable.Percent(gap.ShareSameClass)}";
}
