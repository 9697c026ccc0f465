using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// Eq. 4 minus eq. 3 of a residual net, integrated: the flow dz/dt = W σ(z) from z(t) and from z̃(t), and
/// ξ = σ(z̃) - σ(z). The classical Runge-Kutta method of fourth order, in z, so that y stays in [0,1].
/// </summary>
/// <param name="steps">Steps a layer.</param>
internal sealed class NoiseFlowInState(int steps) : INoisePrediction
{
    private Tensor? _clean;
    private Tensor? _noisy;
    private Tensor? _noise;

    public void Start(LayerStep clean, LayerStep noisy)
    {
        Dispose();
        _clean = clean.PreActivation.clone().DetachFromDisposeScope();
        _noisy = noisy.PreActivation.clone().DetachFromDisposeScope();
    }

    public Tensor Next(LayerStep clean, LayerStep next, Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        (_clean, _noisy) = (Flow(_clean!, weight), Flow(_noisy!, weight));
        _noise?.Dispose();
        _noise = (_noisy.sigmoid() - _clean.sigmoid()).DetachFromDisposeScope();
        return _noise;
    }

    public void Dispose()
    {
        _clean?.Dispose();
        _noisy?.Dispose();
        _noise?.Dispose();
        (_clean, _noisy, _noise) = (null, null, null);
    }

    private Tensor Flow(Tensor state, Tensor weight)
    {
        Tensor z = state, transposed = weight.t();
        double h = 1.0 / steps;
        for (int step = 0; step < steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor k1 = Velocity(z), k2 = Velocity(z.Add(k1.Mul(h / 2))), k3 = Velocity(z.Add(k2.Mul(h / 2))), k4 = Velocity(z.Add(k3.Mul(h)));
            z = z.Add(k1.Add(k2.Mul(2)).Add(k3.Mul(2)).Add(k4).Mul(h / 6)).MoveToOuterDisposeScope();
        }

        state.Dispose();
        return z.DetachFromDisposeScope();

        Tensor Velocity(Tensor at) => at.sigmoid().mm(transposed);
    }
}
