using Residua.Dynamics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Puts the network, a map of whole steps, beside its flow: Euler steps h = 1 (with shared weights the network), 1/2, 1/4, …
/// against the Dormand-Prince solution, at the trained depth T, in the residuals, the state and the class that is read from it.
/// </summary>
/// <remarks>
/// Residual: dx/dt = f(W(t) x + b(t)), followed in z; the y of layer t stands at time t - 1, x(t) at time t, and the class is read
/// from x(T) = x(0) + ∫ y dt. Perceptron: dy/dt = -y + f(W y + b), read from y(T). With other than shared weights W goes
/// in straight lines from layer to layer, and Euler's step of size 1 differs from the layer by (W_(t+1) - W_t) y in z;
/// <see cref="FlowComparisonResult.UnitStepDifference"/> says by how much in all. The flow is followed in float64, the network as it is.
/// Source: paper, eq. 1-3 and 6.
/// </remarks>
public static class FlowComparison
{
    /// <summary>Compares them.</summary>
    /// <param name="map">A residual network or a perceptron with a smooth f.</param>
    /// <param name="readout">Its classifier.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="classes">The class of each sample, [B].</param>
    /// <param name="options">Steps and tolerance.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between steps.</param>
    /// <exception cref="ArgumentException">The map is neither kind, there are no samples, or a value is not finite.</exception>
    public static FlowComparisonResult Run(
        IDenseMap map, IReadout readout, Tensor x0, IReadOnlyList<int> classes, FlowComparisonOptions options,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        if (Refusal(map) is { } refusal)
        {
            throw new ArgumentException(refusal, nameof(map));
        }

        FiniteStates.Require(x0, nameof(x0));
        ClassRows.Require(x0, classes);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double[] steps = [.. Enumerable.Range(0, options.Halvings + 1).Select(k => Math.Pow(2, -k))];
        double work = 0, all = map.Depth * (40 + steps.Sum(h => 1 / h)); // an adaptive interval is taken for 40 evaluations
        DormandPrinceIntegrator adaptive = new() { RelativeTolerance = options.Tolerance, AbsoluteTolerance = options.Tolerance, MaximumSteps = options.MaximumSteps };
        using FlowPath flow = Follow(adaptive, lastAlone: false, 40);
        Tensor logits = Logits(flow.State), assigned = Decision.Classes(logits), labels = tensor(classes.Select(c => (long)c).ToArray(), device: x0.device);
        bool reached = flow.Outcome == IntegrationOutcome.Done;

        using Trajectory trajectory = Rollout.Run(map, x0, map.Depth, new() { Signals = Signals.Residual }, cancellation: cancellation);
        Tensor residuals = trajectory[Signals.Residual].to(float64), final = trajectory.FinalState.to(float64);
        FlowGap network = Gap(residuals[map.Depth - 1], final);
        FlowGap[] euler = new FlowGap[steps.Length];
        double unit = double.NaN;
        for (int k = 0; k < steps.Length; k++)
        {
            using DisposeScope step = NewDisposeScope();
            using FlowPath path = Follow(new EulerIntegrator(steps[k]), lastAlone: true, 1 / steps[k]);
            euler[k] = Gap(path.Residuals[0], path.State);
            unit = k == 0 ? ((final - path.State).abs().max() / final.abs().max()).item<double>() : unit;
        }

        return new()
        {
            Depth = map.Depth,
            Samples = classes.Count,
            Network = network,
            Steps = steps,
            Euler = euler,
            UnitStepDifference = unit,
            FlowError = reached ? Mean(assigned != labels) : double.NaN,
            ObservedOrder = steps.Length > 1 ? Math.Log2(euler[^2].State / euler[^1].State) : double.NaN,
            Outcome = flow.Outcome,
            TimeReached = flow.Time,
            Tolerance = options.Tolerance,
            AcceptedSteps = flow.Accepted,
            RejectedSteps = flow.Rejected,
            Evaluations = flow.Evaluations,
            Layers = [.. Enumerable.Range(1, map.Depth)],
            NetworkMean = PerLayer(residuals.mean([1, 2])),
            FlowMean = PerLayer(flow.Residuals.mean([1, 2])),
            Distance = PerLayer(Relative(residuals, flow.Residuals).mean([1])),
        };

        FlowGap Gap(Tensor residual, Tensor state)
        {
            using DisposeScope gap = NewDisposeScope();
            Tensor otherLogits = Logits(state), otherAssigned = Decision.Classes(otherLogits);
            bool finite = state.isfinite().all().item<bool>();
            return new()
            {
                Residual = Mean(Relative(residual, flow.Residuals[map.Depth - 1])),
                State = Mean(Relative(state, flow.State)),
                Logits = Mean(Relative(otherLogits, logits)),
                ShareSameClass = reached && finite ? Mean(otherAssigned == assigned) : double.NaN,
                Error = finite ? Mean(otherAssigned != labels) : double.NaN,
            };
        }

        FlowPath Follow(IIntegrator integrator, bool lastAlone, double workOfLayer) => FlowPath.Follow(
            map, x0, integrator, lastAlone, () => progress?.Invoke((work += workOfLayer) / all), cancellation);

        Tensor Logits(Tensor x) => readout.Logits(x.to(x0.dtype)).to(float64);
    }

    /// <summary>Why a network has no flow, in one sentence; null where it has.</summary>
    public static string? Refusal(IDenseMap map) => map.Carry is 0 or 1
        ? null
        : $"the flow of a residual network and that of a perceptron are known, but this network carries {map.Carry} of its state from layer to layer.";

    // Along the last axis ‖a - b‖ / ‖b‖.
    private static Tensor Relative(Tensor a, Tensor b) => (a - b).norm(-1) / b.norm(-1);

    private static double Mean(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        return values.to(float64).mean().item<double>();
    }

    private static double[] PerLayer(Tensor values) => values.cpu().contiguous().data<double>().ToArray();
}
