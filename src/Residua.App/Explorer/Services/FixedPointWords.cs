using System.Globalization;
using Residua.Analysis;
using Residua.App.Figures;

namespace Residua.App.Explorer.Services;

/// <summary>A table of fixed points in words.</summary>
internal static class FixedPointWords
{
    /// <summary>The columns, each with what it shows of a point and its number from 1, and what it is sorted by.</summary>
    public static IReadOnlyList<(string Name, string Title, Func<FixedPoint, int, string> Text, Func<FixedPoint, int, double> Order)> Columns { get; } =
    [
        ("number", "Point", (_, number) => $"{number}", (_, number) => number),
        ("kind", "Kind", (point, _) => Kind(point.Kind) + (point.Period > 1 ? $", {point.Period} layers" : "") + (point.ByIntegration ? ", by integration" : ""), (point, _) => (int)point.Kind),
        ("unstable", "Unstable directions", (point, _) => point.UnstableDimension?.ToString(CultureInfo.InvariantCulture) ?? "–", (point, _) => point.UnstableDimension ?? -1),
        ("largest", "Largest Re λ", (point, _) => Number(point.SpectralAbscissa), (point, _) => point.SpectralAbscissa),
        ("radius", "Largest |μ|", (point, _) => Number(point.SpectralRadius, "F4"), (point, _) => point.SpectralRadius),
        ("q", "q = ½‖dy/dt‖²", (point, _) => Number(point.Q, "G2"), (point, _) => point.Q),
        ("certificate", "Certificate", (point, _) => Number(point.Certificate, "G2"), (point, _) => point.Certificate),
        ("iterations", "Iterations", (point, _) => $"{point.Iterations}", (point, _) => point.Iterations),
        ("free", "Free neurons", (point, _) => $"{point.Unsaturated}", (point, _) => point.Unsaturated),
        ("one", "At 1", (point, _) => $"{point.AtOne}", (point, _) => point.AtOne),
        ("settled", "Samples that end here", (point, _) => $"{point.Settled}", (point, _) => point.Settled),
        ("found", "States that lead here", (point, _) => $"{point.Found}{(point.FoundFromMeans > 0 ? $" + {point.FoundFromMeans} means" : "")}", (point, _) => point.Found),
        ("classes", "Classes", (point, _) => Classes(point), (point, _) => point.SettledByClass.Count(count => count > 0)),
    ];

    /// <summary>A kind in words.</summary>
    public static string Kind(FixedPointKind kind) => kind switch
    {
        FixedPointKind.PeriodicOrbit => "periodic orbit",
        FixedPointKind.NotClassified => "not classified",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The points with their numbers from 1 in the order of a column; those without a value last.</summary>
    public static (FixedPoint Point, int Number)[] Sorted(FixedPointsResult result, string column, bool isDescending)
    {
        Func<FixedPoint, int, double> order = Columns.FirstOrDefault(one => one.Name == column).Order ?? Columns[0].Order;
        IEnumerable<(FixedPoint Point, int Number)> points = result.Points.Select((point, k) => (point, k + 1));
        IOrderedEnumerable<(FixedPoint Point, int Number)> known = points.OrderBy(one => double.IsNaN(order(one.Point, one.Number)));
        return [.. isDescending ? known.ThenByDescending(one => order(one.Point, one.Number)) : known.ThenBy(one => order(one.Point, one.Number))];
    }

    /// <summary>The whole table, for CSV.</summary>
    public static FigureTable Table(FixedPointsResult result) => new(
        "fixed-points",
        ["point", "kind", "period", "unstable_dimension", "spectral_abscissa", "spectral_radius", "q", "certificate", "iterations", "free", "at_one", "settled", "found", "found_from_means", .. Enumerable.Range(0, result.Classes).Select(c => $"class_{c}")],
        result.Points.Select((point, k) => (IReadOnlyList<object>)
        [
            k + 1, Kind(point.Kind), point.Period, point.UnstableDimension is { } unstable ? unstable : "", point.SpectralAbscissa, point.SpectralRadius, point.Q, point.Certificate, point.Iterations, point.Unsaturated, point.AtOne,
            point.Settled, point.Found, point.FoundFromMeans, .. point.SettledByClass.Select(count => (object)count),
        ]));

    private static string Classes(FixedPoint point) => point.Settled == 0 ? "–" : string.Join(", ", point.SettledByClass.Index().Where(one => one.Item > 0).Select(one => $"{one.Index}: {one.Item}"));

    private static string Number(double value, string format = "G3") => double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture);
}
