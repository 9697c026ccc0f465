using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.App.Explorer.Services;

/// <summary>Sends one image, clean and noisy, through a network.</summary>
internal static class NoiseProbe
{
    /// <summary>Noise of amplitude 1, uniform in [-1,1], [P].</summary>
    /// <param name="pixels">P.</param>
    /// <param name="seed">Which realisation.</param>
    public static float[] Unit(int pixels, int seed)
    {
        using Generator generator = new((ulong)seed, CPU);
        using Tensor unit = rand([pixels], generator: generator);
        return [.. unit.data<float>().ToArray().Select(value => (2 * value) - 1)];
    }

    /// <summary>The image with noise, not clipped, as in Figure 4; [P].</summary>
    public static float[] Add(float[] image, float[] unit, double amplitude) => [.. image.Zip(unit, (pixel, noise) => pixel + (float)(amplitude * noise))];

    /// <summary>Runs both.</summary>
    /// <param name="name">The run's name.</param>
    /// <param name="network">Its network.</param>
    /// <param name="clean">The image, in [0,1], [P].</param>
    /// <param name="noisy">The same with noise, [P].</param>
    public static NoisePassage Run(string name, LayeredNetwork network, float[] clean, float[] noisy)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = tensor(clean.Concat(noisy).ToArray()).view(2, -1).to(network.Type), x = network.Embed(pixels);
        List<double> ratio = [Ratio(x)], noise = [Size(x[1] - x[0])];
        for (int t = 1; t <= network.Depth; t++)
        {
            LayerStep step = network.Step(x, t);
            x = step.State;
            ratio.Add(Ratio(x));
            noise.Add(Size(step.Residual[1] - step.Residual[0]));
        }

        double[] probabilities = network.Logits(x).to(float64).softmax(1).flatten().data<double>().ToArray();
        int classes = probabilities.Length / 2;
        return new(name, [.. ratio], [.. noise], probabilities[..classes], probabilities[classes..]);
    }

    private static double Ratio(Tensor pair) => Size(pair[1] - pair[0]) / Size(pair[0]);

    private static double Size(Tensor vector) => vector.to(float64).norm().item<double>();
}
