using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The Jacobians J = diag(g) W + diag(s) of a system at B points, in float64. All have this form, with g and s of their own:
/// the residual flow of y has g = f'(z), s = (1 - 2y) ∘ W y; the residual map of y has g = f'(z⁺), s = f'(z⁺) / f'(z) with
/// z⁺ = z + W y; the perceptron map has g = f'(W y + b), s = 0; the perceptron flow has s = -1. That of x at a layer is here too.
/// </summary>
/// <remarks>
/// Source: paper, eq. 3 and 6. f' is taken from z, so that it is exact where y rounds to 1. The Jacobian of the residual system in
/// z has the same eigenvalues at a fixed point without saturated neurons; elsewhere eigenvalues depend on the coordinates, and
/// those here are of y.
/// </remarks>
public sealed class Linearization : IDisposable
{
    /// <summary>Jacobians of the given parts, which it owns from now on; all float64.</summary>
    /// <param name="weight">W, [N,N].</param>
    /// <param name="gain">g, [B,N].</param>
    /// <param name="shift">s, [B,N].</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public Linearization(Tensor weight, Tensor gain, Tensor shift)
    {
        (Weight, Gain, Shift) = (weight, gain, shift);
        if (!Finite(gain) || !Finite(shift) || !Finite(weight))
        {
            Dispose();
            throw new ArgumentException("The weights, or the states at which to linearise, hold values that are not finite; the network or its rollout diverged.");
        }
    }

    /// <summary>W, [N,N].</summary>
    public Tensor Weight { get; }

    /// <summary>g, [B,N].</summary>
    public Tensor Gain { get; }

    /// <summary>s, [B,N].</summary>
    public Tensor Shift { get; }

    /// <summary>Points B.</summary>
    public int Points => (int)Gain.shape[0];

    /// <summary>Neurons N.</summary>
    public int Neurons => (int)Gain.shape[1];

    /// <summary>Why a network has no such Jacobians, in one sentence; null where it has.</summary>
    public static string? Refusal(IDenseMap map) =>
        !map.IsAutonomous ? "it needs shared weights: with a matrix for each layer y(t) alone does not tell y(t+1)."
        : map.Carry == 0 || (map.Carry == 1 && map.ActivationName == "logistic") ? null
        : $"it needs the logistic activation in a residual network, or a perceptron; this one is residual with {map.ActivationName}.";

    /// <summary>The flow: of a residual network dy/dt = f'(z) ∘ W y, of a perceptron dy/dt = f(W y + b) - y.</summary>
    /// <param name="map">The network.</param>
    /// <param name="y">y, [B,N].</param>
    /// <param name="z">z with y = f(z), [B,N]; a perceptron does not ask for it.</param>
    /// <exception cref="ArgumentException">The network has no such Jacobian, or a value is not finite.</exception>
    public static Linearization Flow(IDenseMap map, Tensor y, Tensor z) => Of(map, y, z, flow: true);

    /// <summary>The map from y(t) to y(t+1): the network itself.</summary>
    /// <inheritdoc cref="Flow"/>
    public static Linearization Map(IDenseMap map, Tensor y, Tensor z) => Of(map, y, z, flow: false);

    /// <summary>
    /// The flow of x at a layer, dx/dt = (a - 1) x + f(W_t x + b_t): g = f'(z), s = a - 1. The layer itself, x(t-1) → x(t), has the Jacobian
    /// a I + diag(f'(z)) W_t, this one plus I. Any network has it.
    /// </summary>
    /// <param name="map">The network.</param>
    /// <param name="layer">t.</param>
    /// <param name="z">z(t), [B,N].</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static Linearization StateFlow(IDenseMap map, int layer, Tensor z)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor weight = map.Layer(layer).Weight, wide = z.to(float64);
        Tensor gain = map.Derivative(wide, map.Activate(wide)), shift = empty_like(gain).Fill_(map.Carry - 1);
        return new(
            weight.to(float64, weight.device, copy: true).MoveToOuterDisposeScope(), gain.MoveToOuterDisposeScope(), shift.MoveToOuterDisposeScope());
    }

    /// <summary>J v at each point, [B,N] from v [B,N] (or [1,N]).</summary>
    public Tensor Apply(Tensor v)
    {
        using DisposeScope scope = NewDisposeScope();
        return (Gain * v.mm(Weight.t())).Add(Shift * v).MoveToOuterDisposeScope();
    }

    /// <summary>vᵀ J at each point, [B,N] from v [B,N] (or [1,N]).</summary>
    public Tensor ApplyTransposed(Tensor v)
    {
        using DisposeScope scope = NewDisposeScope();
        return (Gain * v).mm(Weight).Add(Shift * v).MoveToOuterDisposeScope();
    }

    /// <summary>J at one point, [N,N].</summary>
    public Tensor Dense(int point)
    {
        using DisposeScope scope = NewDisposeScope();
        return (Gain[point].unsqueeze(1) * Weight).Add(diag(Shift[point])).MoveToOuterDisposeScope();
    }

    /// <summary>‖J‖₂ at each point by power iteration on JᵀJ, from below: at most a few per cent too small.</summary>
    public double[] Norms(int iterations = 60)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(1, CPU);
        Tensor v = randn([Points, Neurons], float64, CPU, generator: generator).to(Weight.device);
        Tensor norm = zeros(Points, float64, Weight.device);
        for (int i = 0; i < iterations; i++)
        {
            using DisposeScope step = NewDisposeScope();
            Tensor unit = v / v.norm(1, keepdim: true).ClampMin(double.Epsilon), image = Apply(unit);
            norm = image.norm(1).MoveToOuterDisposeScope();
            v = ApplyTransposed(image).MoveToOuterDisposeScope();
        }

        return norm.cpu().data<double>().ToArray();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Weight.Dispose();
        Gain.Dispose();
        Shift.Dispose();
    }

    private static Linearization Of(IDenseMap map, Tensor y, Tensor z, bool flow)
    {
        if (Refusal(map) is { } refusal)
        {
            throw new ArgumentException(char.ToUpperInvariant(refusal[0]) + refusal[1..], nameof(map));
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        DenseLayer layer = map.Layer(1);
        Tensor weight = layer.Weight.to(float64, layer.Weight.device, copy: true), gain, shift;
        (y, z) = (y.to(float64), z.to(float64));
        Tensor drive = y.mm(weight.t()); // W y, [B,N]
        if (map.Carry == 0)
        {
            Tensor next = layer.Bias is { } bias ? drive.Add(bias.to(float64)) : drive;
            gain = map.Derivative(next, map.Activate(next));
            shift = empty_like(gain).Fill_(flow ? -1.0 : 0.0);
        }
        else if (flow)
        {
            gain = z.sigmoid() * z.neg().sigmoid();
            shift = z.Div(2).tanh().neg() * drive; // 1 - 2y = -tanh(z/2)
        }
        else
        {
            Tensor next = z.Add(drive);
            gain = next.sigmoid() * next.neg().sigmoid();
            shift = (LogDerivative(next) - LogDerivative(z)).exp();
        }

        return new(weight.MoveToOuterDisposeScope(), gain.MoveToOuterDisposeScope(), shift.MoveToOuterDisposeScope());
    }

    // ln f'(z) = -|z| - 2 ln(1 + exp(-|z|)), finite where f' itself rounds to 0.
    private static Tensor LogDerivative(Tensor z) => z.abs().neg() - z.abs().neg().exp().log1p().Mul(2);

    private static bool Finite(Tensor values)
    {
        using Tensor finite = values.isfinite(), all = finite.all();
        return all.item<bool>();
    }
}
