using Residua.Data;
using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Training;

/// <summary>How well a network classifies a set of images.</summary>
/// <param name="Loss">Mean cross-entropy in nats.</param>
/// <param name="Error">Share of images misclassified.</param>
/// <param name="Count">Images.</param>
public sealed record Evaluation(double Loss, double Error, int Count)
{
    private const int Rows = 1000; // images at a time: large products, 100 MB at most

    /// <summary>Runs every image through the network's own forward pass.</summary>
    public static Evaluation Measure(LayeredNetwork network, ImageSet images, CancellationToken cancellation = default)
    {
        double loss = 0;
        long errors = 0;
        using IDisposable noGradient = no_grad();
        for (int first = 0; first < images.Count; first += Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] rows = [.. Enumerable.Range(first, Math.Min(Rows, images.Count - first))];
            using DisposeScope scope = NewDisposeScope();
            Tensor labels = ImageTensors.Labels(images, rows, network.Device);
            Tensor logits = network.Forward(ImageTensors.Pixels(images, rows, network.Type, network.Device));
            loss += nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).to(float64).item<double>();
            errors += Decision.Classes(logits).ne(labels).sum().item<long>();
        }

        return images.Count == 0 ? new(double.NaN, double.NaN, 0) : new(loss / images.Count, (double)errors / images.Count, images.Count);
    }
}
