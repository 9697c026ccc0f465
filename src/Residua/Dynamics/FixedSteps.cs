using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>Drives a one-step method with equal steps.</summary>
internal static class FixedSteps
{
    /// <summary>Takes the least number of equal steps that are not longer than <paramref name="longest"/>; stops at the first state that is not finite.</summary>
    /// <param name="state">The state at <paramref name="from"/>.</param>
    /// <param name="from">The time to start at.</param>
    /// <param name="to">The time to end at.</param>
    /// <param name="longest">The longest step allowed; taken as it is where it divides the time.</param>
    /// <param name="evaluations">Evaluations of the velocity a step takes.</param>
    /// <param name="advance">The state after a step, from (state, time, step), a new tensor.</param>
    /// <param name="cancellation">Ends the integration between steps.</param>
    public static Integration Run(
        Tensor state, double from, double to, double longest, int evaluations, Func<Tensor, double, double, Tensor> advance, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        using IDisposable noGradient = no_grad();
        int steps = (int)Math.Ceiling(((to - from) / longest) - 1e-9);
        double step = steps == 0 ? 0 : (to - from) / steps;
        using DisposeScope outer = NewDisposeScope();
        Tensor current = state.clone();
        bool finite = Finite(current);
        int done = 0;
        while (done < steps && finite)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor next = advance(current, from + (done * step), step).MoveToOuterDisposeScope();
            current.Dispose();
            current = next;
            finite = Finite(current);
            done++;
        }

        return new()
        {
            State = current.MoveToOuterDisposeScope(),
            Time = done == steps ? to : from + (done * step),
            Outcome = finite ? IntegrationOutcome.Done : IntegrationOutcome.NotFinite,
            Accepted = done,
            Rejected = 0,
            Evaluations = done * evaluations,
        };
    }

    private static bool Finite(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        return values.isfinite().all().item<bool>();
    }
}
