using Residua.Networks;
using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Benchmarks;

/// <summary>The peer: a rollout with statistics as a good user of the library would write it.</summary>
internal static class PlainRollout
{
    /// <summary>Statistics of the last layer and the class of each sample.</summary>
    public static double[] Run(LayeredNetwork network, Tensor x0, int depth, HashSet<int> kept, int[] classes)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = network.Parameters.Weights[0];
        Tensor? bias = network.Parameters.Biases.Count > 0 ? network.Parameters.Biases[0] : null;
        Tensor labels = tensor(classes);
        Tensor[] members = [.. Enumerable.Range(0, 10).Select(c => labels.eq(tensor(c)).nonzero().flatten())];
        Tensor x = x0.alias();
        Tensor? before = null;
        double[] last = [];
        for (int t = 1; t <= depth; t++)
        {
            using DisposeScope layer = NewDisposeScope();
            Tensor y = nn.functional.linear(x, weights, bias).sigmoid_();
            Tensor next = network.Carry == 1 ? x.Add(y) : y.alias();
            if (kept.Contains(t))
            {
                (Tensor deviation, Tensor mean) = std_mean(y, [0], unbiased: false);
                Tensor nearZero = y.Lt(0.01).to(float32).mean(), nearOne = y.Gt(0.99).to(float32).mean();
                Tensor change = before is null ? tensor(float.NaN) : (y - before).abs().mean();
                Tensor[] inside = [.. members.Select(own => std_mean(y.index_select(0, own), [0], unbiased: false).mean)];
                last = [mean.mean().item<float>(), deviation.mean().item<float>(), nearZero.item<float>(), nearOne.item<float>(), change.item<float>(), stack(inside).mean().item<float>()];
            }

            x.Dispose();
            before?.Dispose();
            (x, before) = (next.MoveToOuterDisposeScope(), y.MoveToOuterDisposeScope());
        }

        return [.. last, .. network.Logits(x).argmax(1).data<long>().ToArray().Select(value => (double)value)];
    }
}
