using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Layer 1 under noise a u, for every amplitude a of a realisation u: where noise enters the state linearly, x̃(0) = x(0) + a d and
/// z̃(1) = z(1) + a W_1 d, so that one product W_1 d serves all amplitudes.
/// </summary>
/// <remarks>Equal to the map's own step but for rounding, of which there is less: the products of clean and noisy inputs do not round apart.</remarks>
internal sealed class NoisyStart
{
    // What an embedding may differ from an affine one by, relative: far above rounding, far below any other one.
    private const double Affine = 1e-4;

    private readonly IDenseMap _map;
    private readonly Tensor _x0, _z1, _noise, _drive;

    /// <summary>Tensors belong to the caller's scope.</summary>
    /// <param name="map">The network.</param>
    /// <param name="x0">x(0), clean, [B,N].</param>
    /// <param name="z1">z(1), clean, [B,N].</param>
    /// <param name="noise">d, the noise of amplitude 1 in the state, [B,N].</param>
    public NoisyStart(IDenseMap map, Tensor x0, Tensor z1, Tensor noise)
    {
        (_map, _x0, _z1, _noise) = (map, x0, z1, noise);
        using Tensor transposed = map.Layer(1).Weight.t();
        _drive = noise.mm(transposed); // W_1 d, [B,N]
    }

    /// <summary>Whether noise enters x(0) linearly: unclipped, into x(0) itself or through an embedding that is affine on the samples given.</summary>
    /// <param name="noise">What noise, and where.</param>
    /// <param name="signal">What it is added to, a few samples.</param>
    /// <param name="unit">A realisation of amplitude 1 for them.</param>
    /// <param name="amplitude">The largest amplitude.</param>
    /// <param name="embed">x(0) of pixels.</param>
    public static bool Fits(InputNoise noise, Tensor signal, Tensor unit, double amplitude, Func<Tensor, Tensor> embed)
    {
        if (noise.Clip || noise.Target == NoiseTarget.All)
        {
            return !noise.Clip;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor noisy = noise.NoisyState(signal, unit, amplitude, embed), expected = embed(signal).Add(InState(noise, unit, embed), alpha: amplitude);
        return (noisy - expected).abs().max().to(float64).item<double>() <= Affine * noisy.abs().max().to(float64).item<double>();
    }

    /// <summary>d, the noise of amplitude 1 in the state, a new tensor [B,N], where <see cref="Fits"/>.</summary>
    public static Tensor InState(InputNoise noise, Tensor unit, Func<Tensor, Tensor> embed)
    {
        if (noise.Target == NoiseTarget.All)
        {
            return unit.clone();
        }

        using DisposeScope scope = NewDisposeScope();
        return (embed(unit) - embed(zeros_like(unit))).MoveToOuterDisposeScope();
    }

    /// <summary>x̃(0), a new tensor [B,N].</summary>
    public Tensor Input(double amplitude) => _x0.Add(_noise, alpha: amplitude);

    /// <summary>x̃(1), a new tensor [B,N].</summary>
    /// <param name="amplitude">a.</param>
    /// <param name="input">x̃(0).</param>
    public Tensor First(double amplitude, Tensor input)
    {
        using Tensor z = _z1.Add(_drive, alpha: amplitude);
        Tensor state = _map.Activate(z);
        return _map.Carry == 0 ? state : state.Add_(input, alpha: _map.Carry);
    }
}
