using Residua.Networks;

namespace Residua.App.Explorer.Services;

/// <summary>How deep a network can be run.</summary>
internal static class RunDepth
{
    /// <summary>The most layers of a rollout.</summary>
    public const int Most = 1000;

    /// <summary>Whether it has the same weights at every layer, so that depth goes on past the last trained one.</summary>
    public static bool IsShared(NetworkSpec network) => WeightLayout.Parse(network.Weights, network.Layers).Groups.Count == 1;

    /// <summary>The last layer that can be asked for.</summary>
    public static int Last(NetworkSpec network) => IsShared(network) ? Math.Max(Most, network.Layers) : network.Layers;

    /// <summary>Depths to choose from, the trained one among them; ascending.</summary>
    public static int[] Choices(NetworkSpec network) => IsShared(network) ? [.. new[] { network.Layers, 50, 100, 300, Most }.Where(depth => depth >= network.Layers).Distinct()] : [network.Layers];
}
