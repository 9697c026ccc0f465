using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Reads cooperation and competition off W and f'(z) ∘ W: in eq. 3 (with any f, dy_i/dt = f'(z_i) Σ_j W_ij y_j) neuron j helps i grow
/// where W_ij &gt; 0 and holds it down where W_ij &lt; 0.
/// </summary>
/// <remarks>
/// Through depth W is weighted by f', y (1 - y) for the logistic f: a saturated neuron takes no part. A neuron stays on where its residual
/// is above a limit at the deep layer and at the one before. The sign of a weight says what j does to i where y_j &gt; 0; where f takes both
/// signs (tanh) only the drive, W_ij y_j, does. For a perceptron W acts the same way, beside the decay of eq. 6. Source: paper, section 4, eq. 2-3.
/// </remarks>
public static class Interactions
{
    /// <summary>Measures them.</summary>
    /// <param name="map">The network.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="depth">The deep layer.</param>
    /// <param name="z">z there, [B,N].</param>
    /// <param name="y">y there, [B,N].</param>
    /// <param name="previous">y at the layer before, [B,N].</param>
    /// <param name="classes">The class of each sample, [B].</param>
    /// <param name="options">Threshold and counts.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <exception cref="ArgumentException">There are no samples, fewer than two neurons, or a value is not finite.</exception>
    public static InteractionsResult Measure(
        IDenseMap map, Tensor x0, int depth, Tensor z, Tensor y, Tensor previous, IReadOnlyList<int> classes, InteractionOptions options,
        CancellationToken cancellation = default)
    {
        FiniteStates.Require(x0, nameof(x0));
        FiniteStates.Require(z, nameof(z));
        ClassRows.Require(y, classes);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        if (x0.shape[1] < 2)
        {
            throw new ArgumentException("Interactions are between neurons, and this network has one.", nameof(map));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int trained = map.Depth, rolled = Math.Min(depth, trained), count = rolled + (depth > trained ? 1 : 0);
        List<WeightSigns> signs = [];
        double[] mass = new double[count], strength = new double[count], symmetric = new double[count], drive = new double[count];
        SignedWeights weights = new(map.Layer(1).Weight, 1);
        signs.Add(weights.Signs(options));
        Tensor state = x0.alias();
        for (int t = 1; t <= rolled; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            LayerStep step = map.Step(state, t);
            if (t > 1 && map.Layer(t).Weight.Handle != map.Layer(t - 1).Weight.Handle)
            {
                weights.Dispose();
                weights = new(map.Layer(t).Weight, t);
                signs.Add(weights.Signs(options));
            }

            At(t - 1, step.PreActivation, step.Residual);
            state = step.State;
        }

        if (depth > trained)
        {
            At(trained, z, y);
        }

        Tensor on = (y.Gt(options.On) & previous.Gt(options.On)).to(float64); // [B,N]
        Tensor? bias = map.Carry == 1 ? null : map.Layer(depth).Bias?.detach().to(float64).Mul(1 - map.Carry); // x(t) - a x(t-1) = y(t), so that z(t+1) - a z(t) = W y(t) + (1 - a) b
        ClassInteractions[] byClass = [.. Enumerable.Range(0, classes.Max() + 1).Select(c => OfClass(weights, bias, on, y, classes, c))];
        (double[] edges, double[][] shares) = Histogram(weights.Others, on, options.Bins);
        return new()
        {
            Depth = depth,
            Samples = classes.Count,
            Options = options,
            Weights = [.. signs],
            Layers = depth > trained ? [.. Enumerable.Range(1, rolled), depth] : [.. Enumerable.Range(1, rolled)],
            EffectivePositiveMass = mass,
            EffectiveStrength = strength,
            EffectiveSymmetricPart = symmetric,
            DrivePositiveMass = drive,
            Strongest = Strongest(weights, on, options.Strongest),
            Classes = byClass,
            ClassesThatCooperateWithin = byClass.Count(one => one.OnToOn > one.OnToOff),
            ClassesAsked = byClass.Count(one => double.IsFinite(one.OnToOn) && double.IsFinite(one.OnToOff)),
            BinEdges = edges,
            AllShares = shares[0],
            OnToOnShares = shares[1],
            OnToOffShares = shares[2],
        };

        void At(int index, Tensor zt, Tensor yt)
        {
            using DisposeScope layer = NewDisposeScope();
            Tensor derivative = map.Derivative(zt, yt).to(float64);
            (mass[index], strength[index], symmetric[index]) = weights.Effective(derivative.mean([0]));
            drive[index] = weights.Drive(derivative, yt.to(float64));
        }
    }

    private static ClassInteractions OfClass(SignedWeights weights, Tensor? bias, Tensor on, Tensor y, IReadOnlyList<int> classes, int c)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] rows = [.. classes.Index().Where(pair => pair.Item == c).Select(pair => (long)pair.Index)];
        Tensor members = on.index_select(0, tensor(rows, device: on.device)), others = members.Rsub(1), residual = y.index_select(0, tensor(rows, device: y.device)).to(float64);
        Tensor input = residual.mm(weights.Full.t()); // (W y)_i, [B,N]
        input = bias is null ? input : input.Add(bias);
        double many = members.sum().item<double>(), few = others.sum().item<double>();
        return new()
        {
            Class = c,
            Samples = rows.Length,
            On = many / rows.Length,
            OnToOn = Mean(weights.Others, members, members),
            OnToOff = Mean(weights.Others, others, members),
            OffToOn = Mean(weights.Others, members, others),
            OffToOff = Mean(weights.Others, others, others),
            SharePositiveOnToOn = Mean(weights.Others.Gt(0).to(float64), members, members),
            ShareOnDrivenUp = (members * input.Gt(0)).sum().item<double>() / many,
            ShareOffDrivenDown = (others * input.Lt(0)).sum().item<double>() / few,
        };

        // The mean of A_ij over samples, i in one group and j ≠ i in another; the diagonal of A is 0.
        static double Mean(Tensor a, Tensor to, Tensor from)
        {
            double sum = (to * from.mm(a.t())).sum().item<double>();
            double pairs = ((to.sum(1) * from.sum(1)).sum() - (to * from).sum()).item<double>();
            return pairs > 0 ? sum / pairs : double.NaN;
        }
    }

    private static InteractionPair[] Strongest(SignedWeights weights, Tensor on, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        long n = weights.Full.shape[0];
        (_, Tensor places) = weights.Others.abs().flatten().topk((int)Math.Min(count, n * (n - 1)));
        double[] share = on.mean([0]).cpu().data<double>().ToArray();
        return [.. places.cpu().data<long>().ToArray().Select(place =>
        {
            (int to, int from) = ((int)(place / n), (int)(place % n));
            return new InteractionPair(to, from, weights.Full[to, from].item<double>(), weights.Full[from, to].item<double>(), share[to], share[from]);
        })];
    }

    // Shares of W_ij in equal bins around 0: all i ≠ j, among neurons that stay on, and from those to others.
    private static (double[] Edges, double[][] Shares) Histogram(Tensor others, Tensor on, int bins)
    {
        using DisposeScope scope = NewDisposeScope();
        double most = Math.Max(others.abs().max().item<double>(), 1e-12);
        Tensor bin = others.Add(most).Mul(bins / (2 * most)).Clamp_(0, bins - 1).to(int64).flatten();
        Tensor distinct = eye(others.shape[0], dtype: float64, device: others.device).Rsub(1);
        Tensor onToOn = on.t().mm(on) * distinct, onToOff = on.Rsub(1).t().mm(on) * distinct; // [i,j]: samples with j on, i on or off
        return (
            [.. Enumerable.Range(0, bins + 1).Select(i => most * ((2.0 * i / bins) - 1))],
            [Shares(distinct), Shares(onToOn), Shares(onToOff)]);

        double[] Shares(Tensor counts)
        {
            Tensor sums = zeros(bins, float64, others.device).scatter_add_(0, bin, counts.flatten());
            return (sums / sums.sum()).cpu().data<double>().ToArray();
        }
    }
}
