using Residua.Analysis;
using Residua.App.Explorer.Services;
using Residua.Data;
using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Explorer;

public sealed class LayerSpectrumMakerTests
{
    [Theory]
    [InlineData("residual", "shared", 9)]
    [InlineData("residual", "variable", 3)]
    [InlineData("perceptron", "shared", 2)]
    public void They_are_those_of_the_analysis(string kind, string weights, int layer)
    {
        using LayeredNetwork network = Small.Network(Small.Spec(kind, weights));
        ImageSet images = Small.Images(90);
        LayerSpectrum spectrum = LayerSpectrumMaker.Make(new(network, images), 1, layer, seed: 4, default);

        int[] drawn = [.. DrawnImages.Indices(images, 200, 4).Where(index => images.Labels[index] == 1)];
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using Trajectory deep = Rollout.Run(network, network.Embed(ImageTensors.Pixels(images, drawn, network.Type, CPU)), layer, new() { Signals = Signals.Residual | Signals.PreActivation });
        JacobianEigenvaluesResult expected = JacobianEigenvalues.Find(
            network, layer, deep[Signals.Residual][layer - 1], deep[Signals.PreActivation][layer - 1], deep[Signals.Residual][layer - 2], [.. drawn.Select(_ => 1)], new() { SamplesPerClass = 1 });
        Assert.Equal((30, expected.ClassMeans[0].Positive, expected.ClassMeans[0].Outside, expected.OfState), (spectrum.Samples, spectrum.Positive, spectrum.Outside, spectrum.OfState));
        Near(expected.FlowReal, spectrum.Flow.Real);
        Near(expected.MapReal, spectrum.Map.Real);
        Near(expected.MapImaginary, spectrum.Map.Imaginary);

        static void Near(double[] expected, double[] actual) => Assert.Equal(expected[..7], actual, (a, b) => Math.Abs(a - b) < 1e-9);
    }
}
