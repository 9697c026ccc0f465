using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>The cheaper way to the products of <see cref="LinearCka"/>, and what it costs.</summary>
/// <param name="BySamples">Whether by matrices over samples, X Xᵀ, rather than over neurons, Yᵀ X.</param>
/// <param name="Operations">Floating-point operations of its matrix products.</param>
internal readonly record struct CkaCost(bool BySamples, double Operations)
{
    /// <summary>Of signals [B,N_i].</summary>
    public static CkaCost Of(IReadOnlyList<Tensor> signals)
    {
        double samples = signals[0].shape[0], neurons = signals.Sum(signal => (double)signal.shape[1]);
        double squares = signals.Sum(signal => Math.Pow(signal.shape[1], 2)), layers = signals.Count;
        double bySamples = 2 * samples * samples * (neurons + (layers * layers));
        double byNeurons = samples * ((neurons * neurons) + squares); // each pair once
        return bySamples < byNeurons ? new(true, bySamples) : new(false, byNeurons);
    }
}
