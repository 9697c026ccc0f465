using Residua.Analysis;
using Residua.Data;
using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.App.Explorer.Services;

/// <summary>Runs one image through a network.</summary>
internal static class SampleStudy
{
    /// <summary>The most layers that shared weights are run.</summary>
    public const int Deepest = 1000;

    /// <summary>Runs an image, and reads the classes out of the state after every layer.</summary>
    /// <param name="loaded">The network and its images.</param>
    /// <param name="index">Which image; the nearest there is.</param>
    /// <param name="layers">Layers to run; at least the trained ones, and with other than shared weights no more.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    public static SampleReading Read(LoadedNetwork loaded, int index, int layers, CancellationToken cancellation)
    {
        (LayeredNetwork network, ImageSet images) = (loaded.Network, loaded.Test);
        index = Math.Clamp(index, 0, images.Count - 1);
        layers = network.IsAutonomous ? Math.Clamp(layers, network.Depth, Math.Max(network.Depth, Deepest)) : network.Depth;
        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = network.Embed(ImageTensors.Pixels(images, [index], network.Type, network.Device)); // [1,N]
        using Trajectory trajectory = Rollout.Run(network, x0, layers, new() { Signals = Signals.State | Signals.Residual }, cancellation: cancellation);
        Tensor states = cat([x0, trajectory[Signals.State].squeeze(1)]);          // [L+1,N]
        Tensor probabilities = network.Logits(states).to(float64).softmax(1);     // [L+1,C]
        return new()
        {
            Index = index,
            Count = images.Count,
            Label = images.Labels[index],
            Picture = Picture.Of(images.Image(index), images.Rows, images.Columns),
            Trained = network.Depth,
            Layers = layers,
            Neurons = (int)x0.shape[1],
            Classes = (int)probabilities.shape[1],
            Residuals = trajectory[Signals.Residual].to(float32).cpu().contiguous().data<float>().ToArray(),
            Probabilities = probabilities.cpu().contiguous().data<double>().ToArray(),
            Answer = Predictions.Of(network, network, x0, (int)probabilities.shape[1], cancellation: cancellation)[0],
        };
    }
}
