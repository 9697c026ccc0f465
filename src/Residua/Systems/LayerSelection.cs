namespace Residua.Systems;

/// <summary>Which layers of a rollout to keep; a value, resolved once the number of layers is known.</summary>
public sealed class LayerSelection
{
    private readonly Func<int, IEnumerable<int>> _choose;

    private LayerSelection(Func<int, IEnumerable<int>> choose) => _choose = choose;

    /// <summary>Every layer.</summary>
    public static LayerSelection All { get; } = new(layers => Enumerable.Range(1, layers));

    /// <summary>The last layer alone.</summary>
    public static LayerSelection Last { get; } = new(layers => layers > 0 ? [layers] : []);

    /// <summary>Only the given layers, counted from 1; those past the end are an error when resolved.</summary>
    public static LayerSelection Only(params int[] layers)
    {
        int[] chosen = [.. layers.Distinct().Order()];
        return new(total => chosen.Length == 0 || (chosen[0] >= 1 && chosen[^1] <= total)
            ? chosen
            : throw new ArgumentException($"Layers {string.Join(", ", chosen)} were asked for, but the rollout has layers 1 to {total}."));
    }

    /// <summary>The first <paramref name="dense"/> layers, then about <paramref name="count"/> spaced evenly on a log axis, and the last.</summary>
    public static LayerSelection LogSpaced(int dense, int count) => new(layers => Enumerable.Range(1, Math.Min(dense, layers))
        .Concat(Enumerable.Range(0, count).Select(i => (int)Math.Round(Math.Pow(layers, (i + 1.0) / count))))
        .Where(t => t >= 1 && t <= layers)
        .Distinct()
        .Order());

    /// <summary>The chosen layers of a rollout of <paramref name="layers"/> layers, ascending.</summary>
    public IReadOnlyList<int> Resolve(int layers) => [.. _choose(layers)];
}
