using System.Diagnostics;
using Residua.Data;
using Residua.Embedding;
using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.App.Explorer.Services;

/// <summary>Brings trajectories of test images into the plane: all layers and samples are points of one embedding.</summary>
internal static class PlaneMaker
{
    private const int MostLayers = 60, MostPoints = 20_000, MostOfUmap = 3000, Coordinates = 3, UmapComponents = 50;

    /// <summary>Computes them.</summary>
    /// <exception cref="ArgumentException">The rollout diverged, or there are too few points.</exception>
    public static PlanePaths Make(LoadedNetwork loaded, PlaneChoice choice, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        LayeredNetwork network = loaded.Network;
        int[] chosen = DrawnImages.Indices(loaded.Test, choice.PerClass, choice.Seed);
        int[] layers = Layers(choice, chosen.Length);
        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = network.Embed(ImageTensors.Pixels(loaded.Test, chosen, network.Type, network.Device));
        Signals signal = choice.IsState ? Signals.State : Signals.Residual;
        Recording record = new() { Signals = signal, SignalLayers = LayerSelection.Only([.. layers.Where(layer => layer > 0)]) };
        using Trajectory trajectory = Rollout.Run(network, x0, choice.Depth, record, cancellation: stop);
        Tensor kept = layers[0] == 0 ? cat([x0.unsqueeze(0), trajectory[signal]], 0) : trajectory[signal]; // [L,S,N]
        Tensor points = kept.reshape(layers.Length * chosen.Length, -1);
        SampleImage[] samples = [.. chosen.Select(index => DrawnImages.At(loaded.Test, index))];
        PlanePaths paths = new() { Choice = choice, Layers = layers, Samples = samples, Axes = choice.IsUmap ? 2 : Coordinates, Coordinates = [], Took = default };
        paths = choice.IsUmap ? paths with { Coordinates = ByUmap(points, choice.Seed, stop) } : ByComponents(paths, points, stop);
        return paths with { Took = Stopwatch.GetElapsedTime(start) };
    }

    /// <summary>The layers to keep: all where they are few, else about as many as may be, ever further apart. There is no y(0).</summary>
    /// <param name="choice">What is asked.</param>
    /// <param name="samples">How many images.</param>
    public static int[] Layers(PlaneChoice choice, int samples)
    {
        int most = Math.Clamp((choice.IsUmap ? MostOfUmap : MostPoints) / Math.Max(1, samples), 2, MostLayers), count = most;
        int[] layers;
        do
        {
            layers = [.. choice.IsState ? [0] : Array.Empty<int>(), .. LayerSelection.LogSpaced(Math.Min(most / 3, count), count).Resolve(choice.Depth)];
            count--;
        }
        while (layers.Length > most && count > 0);
        return choice.Depth + (choice.IsState ? 1 : 0) <= most ? [.. Enumerable.Range(choice.IsState ? 0 : 1, choice.Depth + (choice.IsState ? 1 : 0))] : layers;
    }

    private static PlanePaths ByComponents(PlanePaths paths, Tensor points, CancellationToken stop)
    {
        int count = (int)Math.Min(Coordinates, Math.Min(points.shape[0], points.shape[1]));
        using Pca pca = Pca.Fit(points, count, stop);
        Tensor components = Padded(pca.Components.t()).t(), shown = Padded(pca.Transform(points.to(float64)));
        return paths with
        {
            Coordinates = shown.to(float32).cpu().contiguous().data<float>().ToArray(),
            Shares = [.. pca.Variances.Select(variance => pca.TotalVariance > 0 ? variance / pca.TotalVariance : 0).Concat(new double[Coordinates]).Take(Coordinates)],
            Mean = pca.Mean.cpu().contiguous().data<double>().ToArray(),
            Components = components.cpu().contiguous().data<double>().ToArray(),
        };

        // Zeros for components that do not exist.
        Tensor Padded(Tensor values) => count == Coordinates ? values : cat([values, zeros([values.shape[0], Coordinates - count], values.dtype, values.device)], 1);
    }

    private static float[] ByUmap(Tensor points, int seed, CancellationToken stop)
    {
        using Pca pca = Pca.Fit(points, (int)Math.Min(UmapComponents, Math.Min(points.shape[0], points.shape[1])), stop);
        UmapOptions options = new() { Seed = seed };
        return [.. Umap.Fit(pca.Transform(points).to(float32), options with { Neighbours = (int)Math.Min(options.Neighbours, points.shape[0]) }, stop).Coordinates];
    }
}
