using TorchSharp;

namespace Residua.Networks;

/// <summary>Networks made of some of another's layers.</summary>
public static class LayerSurgery
{
    private const string Layers = "layers.";

    /// <summary>The specification of a network that keeps only some layers; see <see cref="WeightLayout.Keep"/>.</summary>
    /// <exception cref="ArgumentException">There are none, or one is not there.</exception>
    public static NetworkSpec Keep(NetworkSpec spec, IReadOnlyList<int> layers)
    {
        WeightLayout layout = WeightLayout.Parse(spec.Weights, spec.Layers).Keep(layers);
        return spec with { Weights = layout.Text, Layers = layout.Layers };
    }

    /// <summary>A network of its own that keeps only some layers of another, with their weights, and its embedding and classifier.</summary>
    /// <param name="network">The network; not changed.</param>
    /// <param name="layers">Layers to keep, ascending; one may stand several times.</param>
    /// <exception cref="ArgumentException">There are none, or one is not there.</exception>
    public static LayeredNetwork Keep(LayeredNetwork network, IReadOnlyList<int> layers)
    {
        NetworkSpec spec = Keep(network.Spec, layers);
        IReadOnlyDictionary<string, torch.Tensor> tensors = Keep(
            network.Parameters.All.ToDictionary(pair => pair.Key, pair => pair.Value), network.Layout.GroupsKept(layers));
        return network.With(spec, NetworkParameters.FromTensors(spec, tensors, network.Device));
    }

    /// <summary>The same tensors under the names they have once only some weight groups are kept; those of other groups are left out.</summary>
    /// <param name="tensors">By name; "layers.G." within it says which group a tensor belongs to, be it a parameter or an optimiser's moment of one.</param>
    /// <param name="groups">For each group that there will be, the one it is now; see <see cref="WeightLayout.GroupsKept"/>.</param>
    public static IReadOnlyDictionary<string, torch.Tensor> Keep(IReadOnlyDictionary<string, torch.Tensor> tensors, IReadOnlyList<int> groups)
    {
        Dictionary<string, torch.Tensor> kept = [];
        foreach ((string name, torch.Tensor tensor) in tensors)
        {
            int at = name.IndexOf(Layers, StringComparison.Ordinal);
            if (at < 0)
            {
                kept[name] = tensor;
                continue;
            }

            string before = name[..(at + Layers.Length)], after = name[(at + Layers.Length)..];
            int dot = after.IndexOf('.', StringComparison.Ordinal), group = int.Parse(after[..dot], System.Globalization.CultureInfo.InvariantCulture);
            for (int g = 0; g < groups.Count; g++)
            {
                if (groups[g] == group)
                {
                    kept[$"{before}{g}{after[dot..]}"] = tensor;
                }
            }
        }

        return kept;
    }
}
