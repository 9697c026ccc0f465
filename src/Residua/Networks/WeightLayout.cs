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

    /// <summary>The written form: "shared" and "variable" where there is one block.</summary>
    public string Text => Blocks is [var only]
        ? only.Shared ? "shared" : "variable"
        : string.Join('+', Blocks.Select(block => $"{block.Layers}{(block.Shared ? "" : "v")}"));

    /// <summary>The layout that is left when only some layers are kept, in their order; blocks without any go.</summary>
    /// <param name="layers">Layers, ascending; one may stand several times, which lengthens its block.</param>
    /// <exception cref="ArgumentException">There are none, or one is not there.</exception>
    public WeightLayout Keep(IReadOnlyList<int> layers) =>
        new([.. Kept(layers).Select(kept => kept.Block with { Layers = kept.Layers.Length })]);

    /// <summary>For each group of <see cref="Keep"/>'s layout, the position of its weights in <see cref="Groups"/> here.</summary>
    /// <inheritdoc cref="Keep"/>
    public IReadOnlyList<int> GroupsKept(IReadOnlyList<int> layers) =>
        [.. Kept(layers).SelectMany(kept => kept.Layers.Select(GroupOf).Take(kept.Block.Shared ? 1 : kept.Layers.Length))];

    private IEnumerable<(WeightBlock Block, int[] Layers)> Kept(IReadOnlyList<int> layers)
    {
        if (layers.Count == 0 || layers[0] < 1 || layers[^1] > Layers || layers.Zip(layers.Skip(1)).Any(pair => pair.First > pair.Second))
        {
            throw new ArgumentException($"Layers to keep are some of 1 to {Layers}, in order; got {string.Join(", ", layers.DefaultIfEmpty())}.", nameof(layers));
        }

        int last = 0;
        foreach (WeightBlock block in Blocks)
        {
            int first = last + 1;
            last += block.Layers;
            int[] own = [.. layers.Where(layer => layer >= first && layer <= last)];
            if (own.Length > 0)
            {
                yield return (block, own);
            }
        }
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

    /// <summary>The position in <see cref="Blocks"/> of the block that layer t belongs to.</summary>
    public int BlockOf(int layer)
    {
        int b = 0;
        for (int last = Blocks[0].Layers; last < layer && b < Blocks.Count - 1; last += Blocks[b].Layers)
        {
            b++;
        }

        return b;
    }
}
