namespace Residua.Networks;

/// <summary>
/// How weights are shared over depth. Written "shared" (one W), "variable" (a W for each layer), or blocks one after
/// another such as "5+5+5" (a W for each block) and "5+5v" (the second block has a W for each of its layers).
/// </summary>
public sealed class WeightLayout
{
    private const int MostLayers = 100_000;

    private WeightLayout(IReadOnlyList<WeightBlock> blocks)
    {
        Blocks = blocks;
        List<WeightGroup> groups = [];
        int next = 1;
        foreach (WeightBlock block in blocks)
        {
            int[] counts = block.Shared ? [block.Layers] : [.. Enumerable.Repeat(1, block.Layers)];
            foreach (int count in counts)
            {
                groups.Add(new WeightGroup(next, count));
                next += count;
            }
        }

        Groups = groups;
        Layers = next - 1;
    }

    /// <summary>The blocks, input side first.</summary>
    public IReadOnlyList<WeightBlock> Blocks { get; }

    /// <summary>The runs of layers that use one W, input side first.</summary>
    public IReadOnlyList<WeightGroup> Groups { get; }

    /// <summary>T, the number of layers.</summary>
    public int Layers { get; }

    /// <summary>Reads the written form.</summary>
    /// <param name="weights">"shared", "variable", or blocks such as "5+5v+5".</param>
    /// <param name="layers">T; blocks must add up to it.</param>
    /// <exception cref="ArgumentException">The text is none of these, or the blocks do not add up.</exception>
    public static WeightLayout Parse(string weights, int layers)
    {
        if (layers is < 1 or > MostLayers)
        {
            throw new ArgumentException($"A network has 1 to {MostLayers:N0} layers; {layers:N0} were asked for.");
        }

        if (weights is "shared" or "variable")
        {
            return new([new WeightBlock(layers, weights == "shared")]);
        }

        List<WeightBlock> blocks = [];
        foreach (string part in weights.Split('+', StringSplitOptions.TrimEntries))
        {
            bool shared = !part.EndsWith('v');
            if (!int.TryParse(shared ? part : part[..^1], out int length) || length < 1)
            {
                throw new ArgumentException(
                    $"The weights '{weights}' are not understood; write shared, variable, or blocks such as 5+5+5 (add v for a block of variable weights: 5+5v).");
            }

            blocks.Add(new WeightBlock(length, shared));
        }

        int total = blocks.Sum(block => block.Layers);
        return total == layers
            ? new(blocks)
            : throw new ArgumentException($"The blocks {weights} make {total} layers, but the network has {layers}; give --layers {total} or other blocks.");
    }

    /// <summary>The position in <see cref="Groups"/> of the weights that layer t uses; an autonomous layout goes on past T.</summary>
    public int GroupOf(int layer)
    {
        for (int g = 0; g < Groups.Count; g++)
        {
            if (layer < Groups[g].First + Groups[g].Count)
            {
                return g;
            }
        }

        return Groups.Count - 1;
    }
}
