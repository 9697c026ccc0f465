using System.CommandLine;
using Residua.Analysis;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Finds each class's most sensitive neuron and follows it through the trained layers.</summary>
internal sealed class SensitiveNeuronsAnalysis() : RunAnalysis(Signed, "the neuron each class's logit is most sensitive to, through depth (Figure 3)")
{
    /// <summary>Names of the two stored results: neurons by the largest K, and by the largest |K|.</summary>
    public const string Signed = "sensitive-neurons", Magnitude = "sensitive-neurons-by-magnitude";

    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 10_000;

    public override IReadOnlyList<Option> Options => [];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        (ImageSet samples, string split) = call.Samples(DefaultSamples);
        int[] classes = AnalysisCall.Classes(samples);
        int missing = Enumerable.Range(0, call.Network.Spec.Classes).FirstOrDefault(c => !classes.Contains(c), -1);
        if (missing >= 0)
        {
            throw new InvalidDataException($"None of the {split} images drawn is of class {missing}, whose neuron is asked for; the data have to hold every class.");
        }

        using torch.Tensor x0 = call.Embed(samples);
        (SensitiveNeuronsResult signed, SensitiveNeuronsResult byMagnitude) = SensitiveNeurons.Find(call.Network, call.Network.Parameters.Classifier, x0, classes, call.Stop);
        (signed, byMagnitude) = (signed with { Split = split }, byMagnitude with { Split = split });
        call.Store(this, byMagnitude, name: Magnitude);
        call.Store(this, signed);
        return new(
            new { signed, byMagnitude },
            [
                ("Neurons by class", string.Join(", ", signed.Neurons)),
                ("Own class largest", $"{Own(signed)}, by |K| {Own(byMagnitude)}, over {signed.Samples.Sum():N0} samples"),
            ]);

        static string Own(SensitiveNeuronsResult result) => $"{result.OwnClassLargest.Count(own => own)} of {result.OwnClassLargest.Length}";
    }

    public override SensitiveNeuronsPair Load(RunFolder run) =>
        new(run.ReadResult<SensitiveNeuronsResult>(Signed), run.ReadResult<SensitiveNeuronsResult>(Magnitude));
}
