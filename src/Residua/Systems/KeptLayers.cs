using TorchSharp;

namespace Residua.Systems;

/// <summary>A map that runs only some layers of another, one after another: the network that is left when the others are dropped.</summary>
public sealed class KeptLayers : IDepthMap
{
    private readonly IDepthMap _map;
    private readonly IReadOnlyList<int> _layers;

    /// <summary>The given layers of a map, which is not changed.</summary>
    /// <param name="map">The map; it must live as long as this one.</param>
    /// <param name="layers">Layers, from 1, ascending.</param>
    /// <exception cref="ArgumentException">One is not there, or they are not ascending.</exception>
    public KeptLayers(IDepthMap map, IReadOnlyList<int> layers)
    {
        if (layers.Any(layer => layer < 1 || layer > map.Depth) || layers.Zip(layers.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException($"Layers to keep are some of 1 to {map.Depth}, ascending; got {string.Join(", ", layers)}.", nameof(layers));
        }

        (_map, _layers) = (map, layers);
    }

    /// <inheritdoc />
    public int Depth => _layers.Count;

    /// <inheritdoc />
    public bool IsAutonomous => _map.IsAutonomous;

    /// <inheritdoc />
    public LayerStep Step(torch.Tensor state, int layer) => _map.Step(state, _map.IsAutonomous ? layer : _layers[layer - 1]);
}
