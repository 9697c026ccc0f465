using Residua.Dynamics;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>A network's flow followed from x(0) through its T layers, interval by interval.</summary>
/// <param name="Residuals">y at the times of layers 1..T, [T,B,N], or at that of layer T alone, [1,B,N]; not a number past the time reached.</param>
/// <param name="State">What the classifier reads at time T, [B,N]: x of a residual network, y of a perceptron.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Time">The time reached.</param>
/// <param name="Accepted">Steps taken.</param>
/// <param name="Rejected">Steps thrown away.</param>
/// <param name="Evaluations">Velocities evaluated.</param>
internal sealed record FlowPath(Tensor Residuals, Tensor State, IntegrationOutcome Outcome, double Time, int Accepted, int Rejected, int Evaluations) : IDisposable
{
    public static FlowPath Follow(IDenseMap map, Tensor x0, IIntegrator integrator, bool lastAlone, Action layerDone, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor residuals = empty([lastAlone ? 1 : map.Depth, x0.shape[0], x0.shape[1]], float64, x0.device).Fill_(double.NaN);
        Tensor state = x0.to(float64, x0.device, copy: true);
        (int accepted, int rejected, int evaluations, double time, IntegrationOutcome outcome) = (0, 0, 0, 0, IntegrationOutcome.Done);
        for (int layer = 1; layer <= map.Depth && outcome == IntegrationOutcome.Done; layer++)
        {
            using DisposeScope interval = NewDisposeScope();
            if (map.Carry == 0)
            {
                using PerceptronFlow flow = new(map, layer);
                Advance(flow, layer);
                if (outcome == IntegrationOutcome.Done)
                {
                    Keep(layer, state); // the y of layer t stands at time t
                }
            }
            else
            {
                using ResidualFlow flow = new(map, layer);
                if (layer == 1)
                {
                    Replace(flow.Start(state));
                }

                Keep(layer, flow.Residual(state)); // the y of layer t stands at time t - 1
                Advance(flow, layer);
            }

            layerDone();
        }

        Tensor read = map.Carry == 0 ? state : ResidualFlow.Cumulative(state);
        if (outcome != IntegrationOutcome.Done)
        {
            read.Fill_(double.NaN);
        }

        return new(residuals.MoveToOuterDisposeScope(), read.MoveToOuterDisposeScope(), outcome, time, accepted, rejected, evaluations);

        void Keep(int layer, Tensor residual)
        {
            if (!lastAlone || layer == map.Depth)
            {
                residuals[lastAlone ? 0 : layer - 1].copy_(residual);
            }
        }

        void Advance(IFlow flow, int layer)
        {
            Integration run = integrator.Integrate(flow, state, layer - 1, layer, cancellation);
            Replace(run.State);
            (time, outcome) = (run.Time, run.Outcome);
            accepted += run.Accepted;
            rejected += run.Rejected;
            evaluations += run.Evaluations;
        }

        void Replace(Tensor next)
        {
            state.Dispose();
            state = next.MoveToOuterDisposeScope();
        }
    }

    public void Dispose()
    {
        Residuals.Dispose();
        State.Dispose();
    }
}
