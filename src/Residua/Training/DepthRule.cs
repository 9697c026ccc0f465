using Residua.Networks;

namespace Residua.Training;

/// <summary>Which layers a network keeps after an epoch. Pure.</summary>
public static class DepthRule
{
    /// <summary>Decides block by block; see <see cref="AdaptiveDepthSpec"/>.</summary>
    /// <param name="spec">The rule.</param>
    /// <param name="start">The layout that training began with: no block is given back more layers than it had.</param>
    /// <param name="now">The present layout, with as many blocks.</param>
    /// <param name="state">For how long each block has been quiet, and which are left alone.</param>
    /// <param name="changes">δ(1..T); see <see cref="ResidualChange"/>.</param>
    public static DepthDecision Decide(AdaptiveDepthSpec spec, WeightLayout start, WeightLayout now, DepthState state, IReadOnlyList<double> changes)
    {
        List<int> keep = [], removed = [], restored = [];
        int[] quiet = [.. state.Quiet];
        int first = 1;
        for (int b = 0; b < now.Blocks.Count; b++)
        {
            int length = now.Blocks[b].Layers, last = first + length - 1;
            double change = length > 1 ? changes[last - 1] : double.NaN; // a layer alone has none of its block before it
            quiet[b] = change < spec.Threshold ? quiet[b] + 1 : 0;
            int drop = !state.LeftAlone.Contains(b) && quiet[b] >= spec.Patience ? Math.Min(Tail(first, last), length - spec.MinLayers) : 0;
            keep.AddRange(Enumerable.Range(first, length - Math.Max(0, drop)));
            if (drop > 0)
            {
                removed.AddRange(Enumerable.Range(last - drop + 1, drop));
                quiet[b] = 0;
            }
            else if (!state.LeftAlone.Contains(b) && change > spec.Restore && length < start.Blocks[b].Layers)
            {
                keep.Add(last);
                restored.Add(last);
            }

            first = last + 1;
        }

        return new(keep, removed, restored, quiet);

        // How many layers at the end of a block lie below the threshold; the first of a block never does.
        int Tail(int firstLayer, int lastLayer) => spec.WholeTail
            ? Enumerable.Range(0, lastLayer - firstLayer).TakeWhile(i => changes[lastLayer - i - 1] < spec.Threshold).Count()
            : 1;
    }
}
