using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Systems;

/// <summary>
/// Stops a sample once the remaining layers cannot change its class: with a the largest logit after layer t, for every other class b,
/// l_a - l_b + Σ_i min over what Σ y_i(s), s = t+1..T, can be of (K_ai - K_bi) Σ y_i(s) &gt; 0.
/// </summary>
/// <remarks>
/// <para>
/// For x(t) = x(t-1) + y(t), y = f(z) with the logistic f, so that 0 ≤ y ≤ 1 and Σ_s y_i(s) lies between L_i and H_i: without more, 0 and
/// T - t. With shared weights z(s+1) = z(s) + W y(s), which moves z_i up by no more than the least of Σ_j W⁺_ij, max_j W⁺_ij ‖y(s)‖₁ and
/// ‖W⁺_i‖₂ ‖y(s)‖₂, and down alike by W⁻; from bounds of y(s) follow bounds of z(s+1) and, f being monotone, of y(s+1), layer by layer. That
/// takes about 10 N operations a remaining layer, and 2 C N for the logits, where a layer takes 2 N².
/// </para>
/// <para>
/// The bound is taken in float64, widened by what rounding can do to the network's own sums of N numbers, N + T + 4 units in the last place
/// of Σ |terms|, doubled. So the class is that of all T layers, which a test checks.
/// </para>
/// </remarks>
public sealed class DecidedMargin : IHalting, IDisposable
{
    private readonly IDenseMap _map;
    private readonly IReadout _readout;
    private readonly int _layers;
    private readonly double _rounding;
    private readonly Tensor _classifier;   // K, [C,N]
    private readonly Tensor[] _above;      // for each class a, max(K_a - K, 0)ᵀ, [N,C]
    private readonly Tensor[] _below;      // max(K - K_a, 0)ᵀ
    private readonly Tensor[] _up, _down;  // Σ_j, max_j and ‖·‖₂ of W⁺ and of W⁻, [N] each; none where weights differ
    private readonly Tensor? _size;        // Σ_j |W_ij|, [N]

    /// <summary>For rollouts of a map over some layers.</summary>
    /// <param name="map">The map; must live as long as this.</param>
    /// <param name="readout">Its readout.</param>
    /// <param name="classifier">K, [C,N], of the readout; copied.</param>
    /// <param name="layers">T: the layers whose class is wanted.</param>
    /// <exception cref="ArgumentException">The bound does not hold for such a network; <see cref="Refusal"/> says why.</exception>
    public DecidedMargin(IDenseMap map, IReadout readout, Tensor classifier, int layers)
    {
        if (Refusal(map) is { } refusal)
        {
            throw new ArgumentException($"The margin cannot be bounded: {refusal}", nameof(map));
        }

        (_map, _readout, _layers) = (map, readout, layers);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double unit = classifier.dtype == float64 ? Math.Pow(2, -53) : Math.Pow(2, -24);
        _rounding = 2 * unit * (classifier.shape[1] + layers + 4);
        _classifier = classifier.to(float64, copy: true);
        Tensor[] apart = [.. Enumerable.Range(0, (int)classifier.shape[0]).Select(a => (_classifier.narrow(0, a, 1) - _classifier).t())]; // [N,C]
        _above = [.. apart.Select(difference => difference.ClampMin(0).contiguous())];
        _below = [.. apart.Select(difference => difference.neg().ClampMin(0).contiguous())];
        (_up, _down) = ([], []);
        if (map.IsAutonomous)
        {
            Tensor weight = map.Layer(1).Weight.to(float64);
            _up = Bounds(weight.ClampMin(0));
            _down = Bounds(weight.neg().ClampMin(0));
            _size = weight.abs().sum(1);
        }

        foreach (Tensor tensor in Own)
        {
            tensor.MoveToOuterDisposeScope();
        }
    }

    private IEnumerable<Tensor> Own => _above.Concat(_below).Concat(_up).Concat(_down).Append(_classifier).Concat(_size is null ? [] : [_size]);

    /// <summary>Why the margin of a network cannot be bounded, in one sentence; null where it can.</summary>
    public static string? Refusal(IDenseMap map) =>
        map.Carry != 1 ? "its state is not carried from layer to layer, so the last layer makes the logits alone."
        : map.ActivationName != "logistic" ? $"residuals of the activation {map.ActivationName} do not lie between 0 and 1."
        : null;

    /// <inheritdoc />
    public Tensor Halts(int layer, LayerStep step, Tensor? previousResidual)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int remaining = _layers - layer, samples = (int)step.State.shape[0];
        Tensor halts = zeros(samples, @bool, step.State.device).MoveToOuterDisposeScope();
        if (remaining < 1)
        {
            return halts;
        }

        Tensor own = _readout.Logits(step.State), logits = own.to(float64), state = step.State.to(float64).abs(); // [B,C], [B,N]
        (Tensor least, Tensor most) = Remaining(step, state, remaining); // L and H, [B,N]
        Tensor slack = state.Add(most).mm(_classifier.abs().t()).Add(logits.abs()).amax([1]).Mul(_rounding); // [B]
        int[] classes = Decision.Of(own);
        for (int a = 0; a < _above.Length; a++)
        {
            long[] members = [.. Enumerable.Range(0, samples).Where(row => classes[row] == a).Select(row => (long)row)];
            if (members.Length == 0)
            {
                continue;
            }

            Tensor rows = tensor(members, device: state.device), chosen = logits.index_select(0, rows);
            Tensor margin = (chosen.narrow(1, a, 1) - chosen).Add(least.index_select(0, rows).mm(_above[a])) - most.index_select(0, rows).mm(_below[a]); // [A,C]
            margin.narrow(1, a, 1).Fill_(double.PositiveInfinity);
            Tensor decided = margin.amin([1]).gt(slack.index_select(0, rows).Mul(2));
            halts.index_copy_(0, rows, decided);
        }

        return halts;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (Tensor tensor in Own)
        {
            tensor.Dispose();
        }
    }

    private static Tensor[] Bounds(Tensor part) => [part.sum(1), part.amax([1]), part.norm(1)];

    // What Σ y_i(s) over the remaining layers is at least and at most, in the caller's scope.
    private (Tensor Least, Tensor Most) Remaining(LayerStep step, Tensor state, int remaining)
    {
        if (!_map.IsAutonomous)
        {
            return (zeros_like(state), empty_like(state).Fill_(remaining));
        }

        Tensor low = step.PreActivation.to(float64), high = low.clone(), y = step.Residual.to(float64);
        Tensor slack = (state.amax([1], keepdim: true).Add(remaining) * _size!).Add(low.abs()).Mul(_rounding); // [B,N]
        Tensor least = zeros_like(state), most = zeros_like(state);
        for (int s = 0; s < remaining; s++)
        {
            Tensor sum = y.sum(1, keepdim: true), root = y.norm(1, keepdim: true); // [B,1]
            high = high.Add(Step(_up, sum, root).Add(slack));
            low -= Step(_down, sum, root).Add(slack);
            y = _map.Activate(high); // the largest y(t+s+1) can be
            most = most.Add(y);
            least = least.Add(_map.Activate(low));
        }

        return (least, most);
    }

    private static Tensor Step(Tensor[] bounds, Tensor sum, Tensor root) => minimum(minimum(bounds[1] * sum, bounds[2] * root), bounds[0]);
}
