using Residua.Data;
using Residua.Networks;
using Residua.Systems;
using static TorchSharp.torch;

namespace Residua.Training;

/// <summary>δ(t) = mean over samples of ‖y(t) - y(t-1)‖₁ / N, how much a layer's residuals differ from those of the layer before.</summary>
/// <remarks>Source: paper, section 7.</remarks>
public static class ResidualChange
{
    private const int Rows = 500;

    /// <summary>δ(1..T); NaN at t = 1, which has no layer before it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">Images, pooled as it takes them.</param>
    /// <param name="rows">Those to measure it on.</param>
    public static double[] Measure(LayeredNetwork network, ImageSet images, IReadOnlyList<int> rows)
    {
        double[] sums = new double[network.Depth];
        sums[0] = double.NaN;
        using IDisposable noGradient = no_grad();
        foreach (int[] some in rows.Chunk(Rows))
        {
            using Tensor pixels = ImageTensors.Pixels(images, some, network.Type, network.Device);
            Tensor state = network.Embed(pixels);
            Tensor? previous = null;
            for (int t = 1; t <= network.Depth; t++)
            {
                LayerStep step = network.Step(state, t);
                step.PreActivation.Dispose();
                state.Dispose();
                if (previous is not null)
                {
                    using Tensor change = step.Residual - previous;
                    using Tensor sum = change.abs_().sum(float64);
                    sums[t - 1] += sum.item<double>();
                    previous.Dispose();
                }

                (state, previous) = (step.State, step.Residual);
            }

            state.Dispose();
            previous?.Dispose();
        }

        return [.. sums.Select(sum => sum / ((double)rows.Count * network.Spec.Neurons))];
    }
}
