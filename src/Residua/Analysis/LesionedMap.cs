using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>A network with one layer removed or perturbed; all others are as they were, and so is the network itself.</summary>
/// <remarks>
/// Noise is drawn from the seed at every step of the layer, so the same batch gets the same. A perturbation of y(s) is
/// Δ = size ‖y(s)‖ u with u uniform on the unit sphere, for each sample its own; one of W_s is normal, scaled so that its
/// Frobenius norm is size ‖W_s‖_F, and the same for all samples.
/// </remarks>
public sealed class LesionedMap : IDepthMap
{
    private readonly IDenseMap _map;
    private readonly int _layer;
    private readonly LesionKind _kind;
    private readonly double _size;
    private readonly ulong _seed;

    /// <summary>The network with a lesion of layer s.</summary>
    /// <param name="map">The network.</param>
    /// <param name="layer">s, 1..T.</param>
    /// <param name="kind">What is done to it.</param>
    /// <param name="size">The relative size of noise, 0 or more; a removed layer does not ask.</param>
    /// <param name="seed">The seed of the noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer, or the size is negative or no number.</exception>
    public LesionedMap(IDenseMap map, int layer, LesionKind kind, double size, ulong seed)
    {
        if (layer < 1 || layer > map.Depth)
        {
            throw new ArgumentOutOfRangeException(nameof(layer), layer, $"The network has layers 1 to {map.Depth}.");
        }

        if (!(size >= 0 && double.IsFinite(size)))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "The relative size of noise is 0 or more.");
        }

        (_map, _layer, _kind, _size, _seed) = (map, layer, kind, size, seed >> 1);
    }

    /// <inheritdoc />
    public int Depth => _map.Depth;

    /// <summary>Never: one layer is not as the others.</summary>
    public bool IsAutonomous => false;

    /// <inheritdoc />
    public LayerStep Step(Tensor state, int layer)
    {
        if (layer != _layer)
        {
            return _map.Step(state, layer);
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        LayerStep lesioned = _kind switch
        {
            LesionKind.Skip => Skipped(state),
            LesionKind.ResidualNoise => ResidualNoise(_map.Step(state, layer)),
            _ => WeightNoise(state),
        };
        return new(lesioned.State.MoveToOuterDisposeScope(), lesioned.Residual.MoveToOuterDisposeScope(), lesioned.PreActivation.MoveToOuterDisposeScope());
    }

    // The layer is not there: it has no z, and adds what it takes to pass the state on.
    private LayerStep Skipped(Tensor state) => new(state.clone(), state.Mul(1 - _map.Carry), empty_like(state).Fill_(double.NaN));

    private LayerStep ResidualNoise(LayerStep intact)
    {
        using Generator generator = new(_seed, intact.State.device);
        Tensor noise = randn(intact.State.shape, intact.State.dtype, intact.State.device, generator: generator);
        noise *= intact.Residual.norm(1, keepdim: true).Mul(_size) / noise.norm(1, keepdim: true);
        return intact with { State = intact.State.Add(noise), Residual = intact.Residual.Add(noise) };
    }

    private LayerStep WeightNoise(Tensor state)
    {
        DenseLayer dense = _map.Layer(_layer);
        using Generator generator = new(_seed, state.device);
        Tensor noise = randn(dense.Weight.shape, dense.Weight.dtype, state.device, generator: generator);
        Tensor weight = dense.Weight.Add(noise * (dense.Weight.norm().Mul(_size) / noise.norm()));
        Tensor z = state.mm(weight.t());
        z = dense.Bias is { } bias ? z.Add(bias) : z;
        Tensor y = _map.Activate(z);
        return new(y.Add(state.Mul(_map.Carry)), y, z);
    }
}
