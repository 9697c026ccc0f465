using Residua.Analysis;

namespace Residua.App.Explorer.Services;

/// <summary>The stored plane of trajectories, with the images behind its points.</summary>
/// <param name="Result">The result.</param>
/// <param name="Images">The image of each sample; empty where they are not test images or their data set is not there.</param>
internal sealed record StoredPlane(TrajectoryPlaneResult Result, IReadOnlyList<SampleImage> Images)
{
    /// <summary>The images that the analysis drew, checked by their classes; empty where it drew others.</summary>
    public static SampleImage[] ImagesOf(LoadedNetwork loaded, TrajectoryPlaneResult result, int seed)
    {
        if (result.Split != "test")
        {
            return [];
        }

        int[] drawn = DrawnImages.Indices(loaded.Test, (result.Samples + loaded.Test.Classes - 1) / loaded.Test.Classes, seed);
        bool isSame = drawn.Length == result.Samples && result.Sample.Zip(result.Class).All(point => loaded.Test.Labels[drawn[point.First]] == point.Second);
        return isSame ? [.. drawn.Select(index => DrawnImages.At(loaded.Test, index))] : [];
    }
}
