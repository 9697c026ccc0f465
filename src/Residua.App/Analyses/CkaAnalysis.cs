using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Compares layers, of one run or of two, by linear CKA.</summary>
internal sealed class CkaAnalysis() : RunAnalysis("cka", "linear centred kernel alignment between layers")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 2000;

    public override IReadOnlyList<Option> Options => [SharedOptions.With];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        RunFolder? other = OtherRun.Given(call);
        (ImageSet images, string split) = call.Samples(DefaultSamples);
        if (images.Count < 2)
        {
            throw new UsageException("CKA compares samples, so it needs two or more.");
        }

        using torch.Tensor x0 = call.Embed(images);
        CkaResult result = (other is null ? LinearCka.Run(call.Network, x0, call.Stop) : Compare(other)) with { Split = split };
        call.Store(this, result);
        return new(result, Summary(result));

        CkaResult Compare(RunFolder other)
        {
            using LayeredNetwork network = other.LoadNetwork(call.Network.Device);
            using torch.Tensor pixels = ImageTensors.Pixels(images, [.. Enumerable.Range(0, images.Count)], network.Type, network.Device);
            using torch.Tensor otherX0 = network.Embed(pixels);
            return LinearCka.Run(call.Network, x0, network, otherX0, call.Stop) with { Other = OtherRun.NameOf(other, call.Run) };
        }
    }

    public override CkaResult Load(RunFolder run) => run.ReadResult<CkaResult>(Name);

    private static List<(string, string)> Summary(CkaResult result)
    {
        List<(string, string)> lines =
        [
            ("Samples", $"{result.Samples:N0}; products {(result.BySamples ? "over samples" : "over neurons")}, {Readable.Operations(result.Operations)}"),
            ("First and last layer", $"residuals {result.Residual[result.Layers - 1]:F3}, states {result.State[result.Layers - 1]:F3}"),
        ];
        if (result.OtherLayers > 0)
        {
            lines.Add(($"Last layers, with {result.Other}", $"residuals {result.CrossResidual[^1]:F3}, states {result.CrossState[^1]:F3}"));
        }

        return lines;
    }
}
