using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>The mean of y = f(z) over samples, as the z that has it, for the logistic f.</summary>
/// <remarks>ȳ / (1 - ȳ) = Σ f(z) / Σ f(-z), summed as logarithms, so that nothing rounds to 0 or 1.</remarks>
internal static class LogisticMean
{
    /// <summary>z with f(z) = the mean of f over samples; [N] from [B,N].</summary>
    public static Tensor Of(Tensor z)
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        return (LogLogistic(z).logsumexp(0) - LogLogistic(z.neg()).logsumexp(0)).MoveToOuterDisposeScope();
    }

    private static Tensor LogLogistic(Tensor z) => z.ClampMax(0) - z.abs().neg().exp().log1p();
}
