using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Residua.Analysis;
using Residua.App.Explorer.Services;
using Residua.App.Figures;

namespace Residua.App.Explorer.Plots;

/// <summary>Fixed points: their states, and which classes end where.</summary>
internal static class FixedPointPlots
{
    private const int MostColumns = 30;

    /// <summary>The columns of <see cref="Endings"/>: points with samples, then all other points together, then what a sample does that is at none.</summary>
    /// <returns>A name for each, and counts by class, [C].</returns>
    public static IReadOnlyList<(string Name, int[] Counts)> Columns(FixedPointsResult result)
    {
        (FixedPoint Point, int Number)[] reached = [.. result.Points.Select((point, k) => (point, k + 1)).Where(one => one.point.Settled > 0)];
        List<(string, int[])> columns = [.. reached.Take(MostColumns).Select(one => ($"{one.Number} ({FixedPointWords.Kind(one.Point.Kind)})", one.Point.SettledByClass))];
        if (reached.Length > MostColumns)
        {
            columns.Add(($"{reached.Length - MostColumns} others", [.. Enumerable.Range(0, result.Classes).Select(c => reached.Skip(MostColumns).Sum(one => one.Point.SettledByClass[c]))]));
        }

        foreach (SampleEnding ending in Enum.GetValues<SampleEnding>())
        {
            int[] counts = [.. Enumerable.Range(0, result.Classes).Select(c => result.Endings.Index().Count(one => one.Item == ending && result.SamplePoints[one.Index] < 0 && result.SampleClasses[one.Index] == c))];
            if (counts.Sum() > 0)
            {
                columns.Add(($"elsewhere, {ending.ToString().ToLowerInvariant()}", counts));
            }
        }

        return columns;
    }

    /// <summary>How many samples of each class end at each point.</summary>
    public static Plot Endings(FixedPointsResult result, Appearance look)
    {
        IReadOnlyList<(string Name, int[] Counts)> columns = Columns(result);
        HeatMap map = new()
        {
            X = [.. Enumerable.Range(0, columns.Count).Select(place => (object)place)],
            Y = [.. Enumerable.Range(0, result.Classes).Select(c => (object)c)],
            Z = [.. Enumerable.Range(0, result.Classes).Select(c => (object)columns.Select(column => (double)column.Counts[c]).ToArray())],
            ColorScale = look.IsDark ? "Cividis" : "Blues",
            ReverseScale = !look.IsDark, // zero is pale on light ground
            ZMin = 0,
            TextTemplate = "%{z}",
            HoverText = [.. Enumerable.Range(0, result.Classes).Select(c => (object)columns.Select(column => $"class {c}, {column.Name}: {column.Counts[c]} samples").ToArray())],
            HoverTemplate = "%{hovertext}<extra></extra>",
            XGap = 1,
            YGap = 1,
            ColorBar = new() { Title = new() { Text = "samples" }, Thickness = 12m },
        };
        return new("class-attractor", "Where the samples of each class end", "fixed point", "class", [map],
            new FigureTable("class-attractor", ["class", .. columns.Select(column => column.Name)], Enumerable.Range(0, result.Classes).Select(c => (IReadOnlyList<object>)[c, .. columns.Select(column => (object)column.Counts[c])])))
        {
            HasLegend = false,
            NamesX = [.. columns.Select(column => column.Name)],
            NamesY = [.. Enumerable.Range(0, result.Classes).Select(c => $"{c}")],
            Height = 480,
            Caption = $"{result.SampleClasses.Length} {result.Split} images from layer {result.Layer}, up to {result.Options.FurtherLayers} layers further. Elsewhere: at none of the points when the rollout ended; slow, it still changes by up to {FormattableString.Invariant($"{result.Options.SlowSpeed:G2}")} a layer; moving, by more.",
        };
    }

    /// <summary>The state y of a point, neuron by neuron.</summary>
    public static Plot State(FixedPointsResult result, int number, Appearance look)
    {
        const double End = 1e-6;
        double[] y = result.Coordinates[(number * result.Neurons)..((number + 1) * result.Neurons)], start = result.Initial[(number * result.Neurons)..((number + 1) * result.Neurons)];
        return new("fixed-point-state", $"y at point {number + 1}", "neuron", "y",
            [Some("at 0", value => value <= End, look.Mark), Some("between", value => value > End && value < 1 - End, look.Series(1)), Some("at 1", value => value >= 1 - End, look.Series(0))],
            new FigureTable("fixed-point-state", ["neuron", "y", "y_start"], y.Select((value, i) => (IReadOnlyList<object>)[i, value, start[i]])))
        {
            Caption = "y_start in the CSV file is the state at the deep layer from which the point was found.",
        };

        ITrace Some(string name, Func<double, bool> isIn, string colour)
        {
            int[] some = [.. Enumerable.Range(0, y.Length).Where(i => isIn(y[i]))];
            return Traces.Points($"{name} ({some.Length})", some.Select(i => (double)i), some.Select(i => y[i]), colour, some.Select(i => FormattableString.Invariant($"neuron {i}: y = {y[i]:G6}")), 5);
        }
    }
}
