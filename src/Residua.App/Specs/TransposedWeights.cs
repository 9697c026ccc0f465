using Residua.Data;
using Residua.Networks;
using Residua.Training;
using TorchSharp;

namespace Residua.App.Specs;

/// <summary>
/// Whether imported matrices came transposed, W_ji in the place of W_ij. Of a square matrix no shape tells; what it does to
/// images tells.
/// </summary>
internal static class TransposedWeights
{
    private const int Most = 1000;

    /// <summary>Refuses weights that classify far better once they are transposed.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <param name="network">The network as imported.</param>
    /// <param name="images">Test images of the run's data, pooled as the run's.</param>
    /// <exception cref="InvalidDataException">With transposed weights it errs on less than half as many images, and on fewer by 3 standard errors.</exception>
    public static void Refuse(string path, LayeredNetwork network, ImageSet images)
    {
        images = images.Take(Math.Min(Most, images.Count));
        NetworkParameters own = network.Parameters;
        using LayeredNetwork turned = network.With(network.Spec, new NetworkParameters(
            [.. own.Weights.Select(Turned)], [.. own.Biases.Select(bias => bias.clone())], own.Classifier.clone(), own.ClassifierBias?.clone(), own.Projection?.clone()));
        double asItIs = Evaluation.Measure(network, images).Error, transposed = Evaluation.Measure(turned, images).Error;
        double deviation = Math.Sqrt(((asItIs * (1 - asItIs)) + (transposed * (1 - transposed))) / images.Count);
        if (transposed < asItIs / 2 && asItIs - transposed > 3 * deviation)
        {
            throw new InvalidDataException(
                $"'{path}' has its weights transposed: of {images.Count:N0} test images the network errs on {asItIs:P1} as it is and on {transposed:P1} with each W transposed; W_ij is the weight from neuron j to neuron i, so store Wᵀ.");
        }
    }

    private static torch.Tensor Turned(torch.Tensor weights)
    {
        using torch.Tensor view = weights.t();
        return view.contiguous();
    }
}
