using Residua.Analysis;
using Residua.App.Explorer.Plots;
using Residua.App.Explorer.Services;
using Xunit;

namespace Residua.Tests.Explorer;

public sealed class FixedPointWordsTests
{
    private static FixedPointsResult Result => new()
    {
        Layer = 1000,
        Neurons = 2,
        Classes = 2,
        Residual = true,
        Options = new(),
        Points = [Point(double.NaN, 3, 0), Point(-0.1, 0, 2), Point(0.2, 0, 0)],
        Decomposed = 2,
        NotConverged = 0,
        SampleClasses = [0, 0, 0, 1, 1, 1, 0],
        Endings = [SampleEnding.Settled, SampleEnding.Settled, SampleEnding.Settled, SampleEnding.Settled, SampleEnding.Settled, SampleEnding.Slow, SampleEnding.Slow],
        SamplePoints = [0, 0, 0, 1, 1, -1, -1],
        Speeds = new double[7],
        FurtherLayers = new int[7],
        EscapeTimes = new double[7],
        LayersToLeave = new double[7],
    };

    [Fact]
    public void Points_are_sorted_by_any_column_and_those_without_a_value_come_last()
    {
        Assert.Equal([1, 2, 3], Numbers("number", false));
        Assert.Equal([2, 3, 1], Numbers("largest", false));
        Assert.Equal([3, 2, 1], Numbers("largest", true));
        Assert.Equal([1, 2, 3], Numbers("settled", true));
        Assert.Equal([1, 2, 3], Numbers("no such column", false));

        static IEnumerable<int> Numbers(string column, bool isDescending) => FixedPointWords.Sorted(Result, column, isDescending).Select(one => one.Number);
    }

    [Fact]
    public void Every_sample_is_counted_at_a_point_or_elsewhere()
    {
        IReadOnlyList<(string Name, int[] Counts)> columns = FixedPointPlots.Columns(Result);
        Assert.Equal(["1 (saddle)", "2 (saddle)", "elsewhere, slow"], columns.Select(column => column.Name));
        Assert.Equal([3, 0, 1], columns.Select(column => column.Counts[0]));
        Assert.Equal([0, 2, 1], columns.Select(column => column.Counts[1]));
    }

    private static FixedPoint Point(double abscissa, int ofFirst, int ofSecond) => new()
    {
        Kind = FixedPointKind.Saddle,
        Q = 0,
        Certificate = 0,
        Iterations = 1,
        Unsaturated = 1,
        AtOne = 0,
        SpectralAbscissa = abscissa,
        SettledByClass = [ofFirst, ofSecond],
        Found = ofFirst + ofSecond,
    };
}
