using Residua.Data;
using Residua.Systems;

namespace Residua.Analysis;

/// <summary>Chooses images for an analysis.</summary>
public static class Samples
{
    /// <summary>
    /// <paramref name="perClass"/> images of each class, drawn without replacement with the seed; fewer of a class that has
    /// fewer. Ascending by class; the first of each class are those that a smaller number with the same seed gives.
    /// </summary>
    public static ImageSet Balanced(ImageSet images, int perClass, int seed)
    {
        List<int> chosen = [];
        for (int c = 0; c < images.Classes; c++)
        {
            ulong state = Seeds.Derive(seed, "samples", c);
            int[] members = [.. Enumerable.Range(0, images.Count).Where(i => images.Labels[i] == c)];
            for (int i = 0; i < Math.Min(perClass, members.Length); i++)
            {
                state = Seeds.Next(state);
                int j = i + (int)Math.BigMul(state, (ulong)(members.Length - i), out _);
                (members[i], members[j]) = (members[j], members[i]);
                chosen.Add(members[i]);
            }
        }

        return images.Select(chosen.ToArray());
    }
}
