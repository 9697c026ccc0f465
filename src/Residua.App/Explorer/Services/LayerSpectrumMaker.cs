using System.Diagnostics;
using Residua.Analysis;
using Residua.App.Analyses;
using Residua.Data;
using Residua.Dynamics;
using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.App.Explorer.Services;

/// <summary>Eigenvalues at the mean of a class at any layer, as <see cref="JacobianEigenvalues"/> takes them at the deep one.</summary>
internal static class LayerSpectrumMaker
{
    /// <summary>Test images of the class: those that the analysis takes where the user does not say.</summary>
    private const int PerClass = EigenvaluesAnalysis.DefaultSamples / 10;

    private const double Rounding = 1e-9; // of the norm: below it a positive real part may be rounding

    /// <summary>Computes them.</summary>
    /// <exception cref="ArgumentException">The class has no test images, or the rollout diverged.</exception>
    public static LayerSpectrum Make(LoadedNetwork loaded, int label, int layer, int seed, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        LayeredNetwork network = loaded.Network;
        int[] chosen = [.. DrawnImages.Indices(loaded.Test, PerClass, seed).Where(index => loaded.Test.Labels[index] == label)];
        if (chosen.Length == 0)
        {
            throw new ArgumentException($"Class {label} has no test images.", nameof(label));
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = network.Embed(ImageTensors.Pixels(loaded.Test, chosen, network.Type, network.Device));
        using Trajectory trajectory = Rollout.Run(network, x0, layer, new() { Signals = Signals.Residual | Signals.PreActivation, SignalLayers = LayerSelection.Only(layer) }, cancellation: stop);
        Tensor z = trajectory[Signals.PreActivation][0].to(float64), mean = trajectory[Signals.Residual][0].to(float64).mean([0], keepdim: true);
        bool ofState = JacobianEigenvalues.IsOfState(network);

        // z of the mean: of x, in which z is linear, or of y.
        using Linearization flow = ofState ? Linearization.StateFlow(network, layer, z.mean([0], keepdim: true)) : Linearization.Flow(network, mean, DriveOfMean(z));
        using Linearization? map = ofState || network.Carry == 0 ? null : Linearization.Map(network, mean, DriveOfMean(z));
        stop.ThrowIfCancellationRequested();
        ReducedEigenvalues ofFlow = ReducedEigenvalues.Of(flow, 0, AnalysisCall.DefaultSaturation);
        stop.ThrowIfCancellationRequested();
        ReducedEigenvalues ofMap = map is null ? ofFlow.Shifted(1) : ReducedEigenvalues.Of(map, 0, AnalysisCall.DefaultSaturation);
        double limit = Rounding * flow.Norms()[0];
        return new()
        {
            Layer = layer,
            Class = label,
            Samples = chosen.Length,
            Unsaturated = ofFlow.Unsaturated,
            OfState = ofState,
            Flow = new($"class {label}", label, ofFlow.Real, ofFlow.Imaginary),
            Map = new($"class {label}", label, ofMap.Real, ofMap.Imaginary),
            Positive = ofFlow.CountAbove(limit),
            Outside = ofMap.CountOutside(1 + limit),
            Took = Stopwatch.GetElapsedTime(start),
        };
    }

    // ȳ / (1 - ȳ) = Σ f(z) / Σ f(-z) for the logistic f, summed as logarithms; [1,N]. A perceptron does not ask for it.
    private static Tensor DriveOfMean(Tensor z) => nn.functional.logsigmoid(z).logsumexp(0, keepdim: true) - nn.functional.logsigmoid(z.neg()).logsumexp(0, keepdim: true);
}
