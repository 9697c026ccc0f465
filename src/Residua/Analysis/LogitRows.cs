using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>The rows of S(s) = ∂logits/∂x(s) = K J(T) … J(s+1), carried backward from the classifier.</summary>
internal static class LogitRows
{
    /// <summary>Hands S(s), [C,B,N], to <paramref name="visit"/> for s = T, T-1, …, 0; it is gone after the visit.</summary>
    public static void Backward(LayerJacobians jacobians, Tensor classifier, Action<int, Tensor> visit, CancellationToken cancellation = default)
    {
        using Tensor wide = classifier.to(float64, copy: true);
        using Tensor apart = wide.unsqueeze(1);
        Tensor rows = apart.expand(-1, jacobians.Samples, -1);
        for (int s = jacobians.Depth; ; s--)
        {
            using (DisposeScope scope = NewDisposeScope())
            {
                visit(s, rows);
            }

            cancellation.ThrowIfCancellationRequested();
            Tensor? earlier = s > 0 ? jacobians.Pull(s, rows) : null;
            rows.Dispose();
            if (earlier is null)
            {
                return;
            }

            rows = earlier;
        }
    }
}
