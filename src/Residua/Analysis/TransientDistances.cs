using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Squared distances of transients y(1..T), Σ_t ‖y_p(t) - y_q(t)‖², gathered layer by layer in the signal's precision, so that no [B,T N] is
/// put together. Its tensors belong to the scope in which it was made.
/// </summary>
internal sealed class TransientDistances(int picked, int train, ScalarType type, Device device)
{
    private readonly Tensor _products = zeros([picked, train], type, device); // -2 Σ_t q·p
    private readonly Tensor _squares = zeros([train], float64, device);       // Σ_t ‖p‖²

    /// <summary>Among the samples picked, [P,P].</summary>
    public Tensor Among { get; } = zeros([picked, picked], type, device);

    /// <summary>Adds a layer.</summary>
    /// <param name="residual">y(t) of the samples picked, [P,N].</param>
    /// <param name="among">Their squared distances, [P,P].</param>
    /// <param name="trainResidual">y(t) of the training samples, [B,N].</param>
    public void Add(Tensor residual, Tensor among, Tensor trainResidual)
    {
        using DisposeScope scope = NewDisposeScope();
        Among.add_(among);
        Tensor mean = trainResidual.mean([0]), p = trainResidual - mean, q = residual - mean; // centred: smaller products
        _products.addmm_(q, p.t(), 1, -2);
        _squares.add_(p.square().sum(1));
    }

    /// <summary>Of the samples picked from the training samples, [P,B] float64, less ‖q‖², which is the same for all that a sample is compared with.</summary>
    public Tensor FromTrain() => _products + _squares;
}
