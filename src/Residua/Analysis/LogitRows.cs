using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>The rows of S(s) = ∂logits/∂x(s) = K J(T) … J(s+1), carried backward from the classifier.</summary>
internal static class LogitRows
{
    /// <summary>Hands S(s), [C,B,N], to <paramref name="visit"/> for s = T, T-1, …, 0; it is gone after the visit.</summary>
    public static void Backward(LayerJacobians jacobians, Tensor classifier, Action<int, Tensor> visit, CancellationToken cancellation = default)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = classifier.to(float64, copy: true).unsqueeze(1).expand(-1, jacobians.Samples, -1);
        for (int s = jacobians.Depth; ; s--)
        {
            using (DisposeScope visited = NewDisposeScope())
            {
                visit(s, rows);
            }

            cancellation.ThrowIfCancellationRequested();
            if (s == 0)
            {
                return;
            }

            Tensor earlier = jacobians.Pull(s, rows);
            rows.Dispose();
            rows = earlier;
        }
    }
}
