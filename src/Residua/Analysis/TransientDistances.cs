using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Squared distances of transients y(1..T), Σ_t ‖y_p(t) - y_q(t)‖², gathered layer by layer from those that each layer is read by, so that no
/// [B,T N] is put together. Its tensors belong to the scope in which it was made.
/// </summary>
internal sealed class TransientDistances(int picked, int train, ScalarType type, Device device)
{
    /// <summary>Among the samples picked, [P,P].</summary>
    public Tensor Among { get; } = zeros([picked, picked], type, device);

    /// <summary>Of the samples picked from the training samples, [P,B] float64, less ‖q‖², which is the same for all that a sample is compared with.</summary>
    public Tensor FromTrain { get; } = zeros([picked, train], float64, device);

    /// <summary>Adds a layer's distances among the samples picked, [P,P].</summary>
    public void AddAmong(Tensor among) => Among.Add_(among);

    /// <summary>Adds a layer's distances, less ‖q‖², of some of the samples picked from the training samples.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="fromTrain">The distances, [height,B].</param>
    public void AddFromTrain(int first, Tensor fromTrain)
    {
        using Tensor rows = FromTrain.narrow(0, first, fromTrain.shape[0]);
        rows.Add_(fromTrain);
    }
}
