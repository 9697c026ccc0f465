using Residua.Analysis;
using Xunit;

namespace Residua.Tests.Analysis;

public sealed class SampleEndsTests
{
    [Fact]
    public void Only_attractors_and_orbits_at_which_samples_end_are_counted()
    {
        FixedPointKind[] kinds =
        [
            FixedPointKind.Attractor, FixedPointKind.PeriodicOrbit, FixedPointKind.Saddle, FixedPointKind.Attractor, FixedPointKind.NotClassified, FixedPointKind.Degenerate,
            FixedPointKind.Attractor, // of Newton's method alone
        ];
        SampleEnds ends = SampleEnds.Of(Result(kinds, [0, 0, 3, 1, 2, -1, 4, 5, -1, 0]));
        Assert.Equal(new SampleEnds(2, 1, 2, 1, 5), ends);
        Assert.Equal(3, ends.Attracting);
        Assert.Equal(new SampleEnds(0, 0, 0, 0, 0), SampleEnds.Of(Result(kinds, [-1, -1])));
    }

    private static FixedPointsResult Result(FixedPointKind[] kinds, int[] samplePoints) => new()
    {
        Layer = 100,
        Neurons = 2,
        Classes = 1,
        Residual = true,
        Options = new(),
        Points = [.. kinds.Select(kind => new FixedPoint { Kind = kind, Q = 0, Certificate = 0, Iterations = 0, Unsaturated = 0, AtOne = 0, SettledByClass = [0], Found = 1 })],
        Decomposed = 0,
        NotConverged = 0,
        SampleClasses = new int[samplePoints.Length],
        Endings = new SampleEnding[samplePoints.Length],
        SamplePoints = samplePoints,
        Speeds = new double[samplePoints.Length],
        FurtherLayers = new int[samplePoints.Length],
        EscapeTimes = new double[samplePoints.Length],
        LayersToLeave = new double[samplePoints.Length],
    };
}
