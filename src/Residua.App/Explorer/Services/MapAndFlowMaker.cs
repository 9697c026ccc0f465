using Residua.Data;
using Residua.Dynamics;
using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.App.Explorer.Services;

/// <summary>
/// Follows one test image through the network, x(t) = x(t-1) + y(t), and along dx/dt = f(W x + b), whose Euler steps of size 1 the layers
/// are; both seen in a plane of principal components.
/// </summary>
internal static class MapAndFlowMaker
{
    /// <summary>The most layers that are followed.</summary>
    public const int MostLayers = 60;

    private const int Parts = 8; // of a layer's interval
    private const int MostSteps = 2000; // of an interval's part

    /// <summary>Computes both.</summary>
    /// <param name="loaded">The network.</param>
    /// <param name="plane">The plane, of principal components.</param>
    /// <param name="index">The test image.</param>
    /// <param name="layers">How many layers, to at most as many as the network has or weights are shared for.</param>
    /// <param name="stop">Ends it.</param>
    public static MapAndFlow Make(LoadedNetwork loaded, PlanePaths plane, int index, int layers, CancellationToken stop)
    {
        LayeredNetwork network = loaded.Network;
        bool isState = plane.Choice.IsState;
        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = network.Embed(ImageTensors.Pixels(loaded.Test, [index], network.Type, network.Device));
        Signals signal = isState ? Signals.State : Signals.Residual;
        using Trajectory trajectory = Rollout.Run(network, x0, layers, new() { Signals = signal }, cancellation: stop);
        Tensor ofMap = trajectory[signal].to(float64).squeeze(1); // [layers,N]
        int first = isState ? 0 : 1;
        ofMap = isState ? cat([x0.to(float64), ofMap], 0) : ofMap;

        (Tensor ofFlow, double[] times, IntegrationOutcome outcome) = Follow(network, x0, layers, isState, stop); // y of layer t stands at time t - 1 in a residual network
        int[] whole = [.. Enumerable.Range(0, (int)ofMap.shape[0]).Select(t => Array.IndexOf(times, t + first))];
        double[] distance = [.. whole.Select((place, t) => place < 0 ? double.NaN : ((ofMap[t] - ofFlow[place]).norm() / ofFlow[place].norm()).item<double>())];
        return new(DrawnImages.At(loaded.Test, index), isState, Points(ofMap, [.. Enumerable.Range(first, (int)ofMap.shape[0]).Select(t => (double)t)]), Points(ofFlow, times), distance, outcome);

        PathPoint[] Points(Tensor states, double[] at)
        {
            Tensor components = tensor(plane.Components, [plane.Axes, states.shape[1]], device: states.device).slice(0, 0, 2, 1);
            double[] shown = (states - tensor(plane.Mean, device: states.device)).mm(components.t()).cpu().contiguous().data<double>().ToArray();
            return [.. at.Select((layer, i) => new PathPoint(layer, shown[2 * i], shown[(2 * i) + 1]))];
        }
    }

    // The flow's signal, [P,N], and the layer that each point stands for.
    private static (Tensor Signal, double[] Layers, IntegrationOutcome Outcome) Follow(LayeredNetwork network, Tensor x0, int layers, bool isState, CancellationToken stop)
    {
        bool isResidual = network.Carry != 0;
        DormandPrinceIntegrator integrator = new() { MaximumSteps = MostSteps };
        List<Tensor> signal = [];
        List<double> times = [];
        Tensor state = x0.to(float64);
        IntegrationOutcome outcome = IntegrationOutcome.Done;
        int intervals = isResidual && !isState ? layers - 1 : layers; // y(T) stands at the start of the last
        for (int layer = 1; layer <= Math.Max(1, intervals) && outcome == IntegrationOutcome.Done; layer++)
        {
            using ResidualFlow? residual = isResidual ? new ResidualFlow(network, layer) : null;
            using PerceptronFlow? perceptron = isResidual ? null : new PerceptronFlow(network, layer);
            IFlow flow = residual is null ? perceptron! : residual;
            if (layer == 1)
            {
                state = residual?.Start(state) ?? state;
                Keep(0);
            }

            for (int part = 1; part <= Parts && layer <= intervals && outcome == IntegrationOutcome.Done; part++)
            {
                Integration run = integrator.Integrate(flow, state, layer - 1 + ((part - 1) / (double)Parts), layer - 1 + (part / (double)Parts), stop);
                (state, outcome) = (run.State, run.Outcome);
                if (outcome == IntegrationOutcome.Done)
                {
                    Keep(layer - 1 + (part / (double)Parts));
                }
            }

            void Keep(double time)
            {
                signal.Add(residual is null ? state : isState ? ResidualFlow.Cumulative(state) : residual.Residual(state));
                times.Add(isResidual && !isState ? time + 1 : time);
            }
        }

        return (cat([.. signal], 0), [.. times], outcome);
    }
}
