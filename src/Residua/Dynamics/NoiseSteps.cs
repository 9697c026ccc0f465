using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>ξ(t+1) = ξ(t) + dξ/dt along the clean trajectory: one unit step a layer.</summary>
/// <param name="derivative">dξ/dt of clean layers t and t+1, ξ(t) and W.</param>
internal sealed class NoiseSteps(Func<LayerStep, LayerStep, Tensor, Tensor, Tensor> derivative) : INoisePrediction
{
    private Tensor? _noise;

    /// <summary>Eq. 5 of a residual net.</summary>
    internal static NoiseSteps Residual() => new((clean, _, noise, weight) => ResidualNoiseFlow.Printed(ResidualNoiseFlow.Lines, clean.Residual, noise, weight));

    /// <summary>Eq. 7 (first order) or 8 (second) of a perceptron, as printed or with W.</summary>
    internal static NoiseSteps Perceptron(bool second, bool printed) => new((_, next, noise, weight) => second
        ? PerceptronNoiseFlow.SecondOrder(next.Residual, noise, printed ? null : weight)
        : PerceptronNoiseFlow.FirstOrder(next.Residual, noise, printed ? null : weight));

    public void Start(LayerStep clean, LayerStep noisy)
    {
        _noise?.Dispose();
        _noise = (noisy.Residual - clean.Residual).DetachFromDisposeScope();
    }

    public Tensor Next(LayerStep clean, LayerStep next, Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor noise = _noise!;
        _noise = noise.Add(derivative(clean, next, noise, weight)).DetachFromDisposeScope();
        noise.Dispose();
        return _noise;
    }

    public void Dispose() => _noise?.Dispose();
}
