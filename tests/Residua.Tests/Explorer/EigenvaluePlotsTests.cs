using Plotly.Blazor.Traces;
using Residua.App.Explorer.Plots;
using Residua.App.Explorer.Services;
using Xunit;

namespace Residua.Tests.Explorer;

public sealed class EigenvaluePlotsTests
{
    private static readonly Spectrum s_spectrum = new("class 3", 3, [.. Enumerable.Repeat(-1.0, 1000), 0.5, -0.2, -0.2], [.. new double[1000], 0, 0.3, -0.3]);

    [Fact]
    public void What_lies_on_each_other_is_drawn_once_and_all_is_in_the_table()
    {
        Plot plot = EigenvaluePlots.Plane("name", "title", [s_spectrum], isMap: false, isNear: false, new(false));
        Scatter points = Assert.IsType<Scatter>(Assert.Single(plot.Traces));
        Assert.Equal([-1.0, 0.5, -0.2, -0.2], points.X.Cast<double>());
        Assert.Contains("1000 values here", points.TextArray[0], StringComparison.Ordinal);
        Assert.DoesNotContain("values here", points.TextArray[1], StringComparison.Ordinal);
        Assert.Equal(1003, plot.Table.Rows.Count());
        Assert.False(plot.IsEqual);
    }

    [Fact]
    public void Near_the_border_of_stability_the_rest_is_left_out_of_the_drawing_alone()
    {
        Plot plot = EigenvaluePlots.Plane("name", "title", [s_spectrum with { Real = [1.01, .. s_spectrum.Real[1..]] }], isMap: true, isNear: true, new(true));
        Assert.Equal([1.01], Assert.IsType<Scatter>(plot.Traces[0]).X.Cast<double>());
        Assert.Equal(1003, plot.Table.Rows.Count());
        Assert.True(plot.IsEqual);
    }

    [Fact]
    public void Very_many_different_ones_are_thinned()
    {
        Random random = new(1);
        double[] Some() => [.. Enumerable.Range(0, 50_000).Select(_ => random.NextDouble() - 0.5)];
        Plot plot = EigenvaluePlots.Plane("name", "title", [new("all", 0, Some(), Some())], isMap: false, isNear: false, new(false));
        Assert.InRange(Assert.IsType<Scatter>(plot.Traces[0]).X.Count, 1000, 4500);
    }
}
