using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Squared distances of transients y(1..T), Σ_t ‖y_p(t) - y_q(t)‖², gathered layer by layer in float64. Its tensors belong to the
/// scope in which it was made.
/// </summary>
internal sealed class TransientDistances(int picked, int train, Device device)
{
    /// <summary>Of the samples picked from the training samples, [P,B].</summary>
    public Tensor FromTrain { get; } = zeros([picked, train], float64, device);

    /// <summary>Among the samples picked, [P,P].</summary>
    public Tensor Among { get; } = zeros([picked, picked], float64, device);

    /// <summary>Adds a layer.</summary>
    /// <param name="residual">y(t) of the samples picked, [P,N].</param>
    /// <param name="among">Their squared distances, [P,P].</param>
    /// <param name="trainResidual">y(t) of the training samples, [B,N].</param>
    public void Add(Tensor residual, Tensor among, Tensor trainResidual)
    {
        using DisposeScope scope = NewDisposeScope();
        Among.add_(among);
        Tensor points = trainResidual.to(float64), mean = points.mean([0]), p = points - mean, q = residual.to(float64) - mean; // centred: smaller products
        FromTrain.addmm_(q, p.t(), 1, -2).add_(q.square().sum(1, keepdim: true)).add_(p.square().sum(1));
    }
}
