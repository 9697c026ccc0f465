using Residua.Data;
using Residua.Networks;
using static TorchSharp.torch;

namespace Residua.Tests;

/// <summary>Small networks and images for laws and analytic tests.</summary>
internal static class Small
{
    public const int Inputs = 6, Classes = 3;

    public static NetworkSpec Spec(
        string network = "residual", string weights = "shared", int layers = 5, string activation = "logistic", bool bias = true,
        string embedding = "zero-pad", Precision precision = Precision.Float64) => new()
        {
            Network = network,
            Weights = weights,
            Layers = layers,
            Neurons = 7,
            Activation = activation,
            Bias = bias,
            Embedding = embedding,
            Inputs = Inputs,
            Classes = Classes,
            Initialization = new() { WeightGain = 0.7, Bias = 0.1, ClassifierGain = 1 },
            Precision = precision,
        };

    public static LayeredNetwork Network(NetworkSpec spec, int seed = 1) => LayeredNetwork.Create(spec, seed, CPU);

    public static Tensor Pixels(int samples, int seed = 5, ScalarType type = ScalarType.Float64)
    {
        using Generator generator = new((ulong)seed, CPU);
        return rand([samples, Inputs], type, CPU, generator: generator);
    }

    /// <summary>Images of 2 × 3 pixels whose class shows in which column is bright.</summary>
    public static ImageSet Images(int count, int seed = 3)
    {
        Random random = new(seed);
        byte[] pixels = new byte[count * Inputs], labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % Classes);
            for (int p = 0; p < Inputs; p++)
            {
                pixels[i * Inputs + p] = (byte)(random.Next(100) + (p % Classes == labels[i] ? 100 : 0));
            }
        }

        return new(pixels, labels, 2, 3, Classes);
    }

    /// <summary>Largest |a - b| over the largest |b|.</summary>
    public static double RelativeDifference(Tensor a, Tensor b)
    {
        using Tensor difference = (a - b).abs().max().to(float64);
        using Tensor scale = b.abs().max().to(float64);
        return scale.item<double>() > 0 ? difference.item<double>() / scale.item<double>() : difference.item<double>();
    }

    public static bool BitsEqual(Tensor a, Tensor b) => a.shape.SequenceEqual(b.shape) && a.bytes.SequenceEqual(b.bytes);
}
