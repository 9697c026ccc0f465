using System.CommandLine;
using Residua.Analysis;
using Residua.Data;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Finds each class's most sensitive neuron and follows it through the trained layers.</summary>
internal sealed class SensitiveNeuronsAnalysis() : RunAnalysis("sensitive-neurons", "the neuron each class's logit is most sensitive to, through depth (Figure 3)")
{
    private const int DefaultSamples = 10_000;

    private readonly Option<bool> _magnitude = new("--by-magnitude") { Description = "Choose neurons by the largest |K| instead of the largest K" };

    public override IReadOnlyList<Option> Options => [_magnitude];

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        ImageSet samples = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(samples);
        SensitiveNeuronsResult result = SensitiveNeurons.Find(
            call.Network, call.Network.Parameters.Classifier, x0, AnalysisCall.Classes(samples), call.Invocation.Get(_magnitude));
        call.Run.WriteResult(Name, result);
        return new(
            result,
            [
                ("Neurons by class", string.Join(", ", result.Neurons)),
                ("Own class largest", $"{result.OwnClassLargest.Count(own => own)} of {result.OwnClassLargest.Length}, over {result.Samples.Sum():N0} samples"),
            ]);
    }
}
