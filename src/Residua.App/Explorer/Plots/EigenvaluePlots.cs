using Plotly.Blazor.LayoutLib;
using Residua.App.Explorer.Services;
using Residua.App.Figures;
using ShapeType = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum;

namespace Residua.App.Explorer.Plots;

/// <summary>
/// Eigenvalues in the complex plane: of a flow with the imaginary axis, right of which it grows, or of a map with the unit circle, outside of
/// which it does. What would lie on each other is drawn once, and the text of the point tells how many it stands for.
/// </summary>
internal static class EigenvaluePlots
{
    private const int MostPoints = 4000;
    private const double Near = 0.1; // the half width of the frame about the point where stability is decided

    /// <summary>The plot.</summary>
    /// <param name="name">The stem of exported files.</param>
    /// <param name="title">What they are of.</param>
    /// <param name="spectra">The eigenvalues.</param>
    /// <param name="isMap">Whether they are a map's.</param>
    /// <param name="isNear">Whether only the surroundings of 0 (flow) or 1 (map) are shown.</param>
    /// <param name="look">Light or dark.</param>
    public static Plot Plane(string name, string title, IReadOnlyList<Spectrum> spectra, bool isMap, bool isNear, Appearance look)
    {
        double[] real = [.. spectra.SelectMany(spectrum => spectrum.Real).Where(double.IsFinite)], imaginary = [.. spectra.SelectMany(spectrum => spectrum.Imaginary).Where(double.IsFinite)];
        double centre = isMap ? 1 : 0, height = 1.1 * imaginary.Select(Math.Abs).DefaultIfEmpty(0).Max();
        (double Least, double Most) x = isNear ? (centre - Near, centre + Near) : Wide(Math.Min(real.DefaultIfEmpty(0).Min(), isMap ? -1 : 0), Math.Max(real.DefaultIfEmpty(0).Max(), isMap ? 1 : 0));
        height = isNear ? Near : isMap ? Math.Max(height, 1.1) : Math.Max(height, 0.05 * (x.Most - x.Least));
        (Spectrum Spectrum, (double X, double Y, int Count)[] Points)[] drawn = [.. spectra.Select(spectrum => (spectrum, Distinct(spectrum, x, height, 1000)))];
        for (double cells = 700; drawn.Sum(one => one.Points.Length) > MostPoints && cells > 50; cells *= 0.7)
        {
            drawn = [.. spectra.Select(spectrum => (spectrum, Distinct(spectrum, x, height, cells)))];
        }

        string symbol = isMap ? "μ" : "λ";
        return new(name, title, $"Re {symbol}{(isMap ? "" : " (1/layer)")}", $"Im {symbol}{(isMap ? "" : " (1/layer)")}", [.. drawn.Select(one => Points(one.Spectrum, one.Points, symbol, look))],
            new FigureTable(name, ["of", "class", "real", "imaginary", "modulus"],
                from spectrum in spectra
                from i in Enumerable.Range(0, spectrum.Real.Length)
                select (IReadOnlyList<object>)[spectrum.Name, spectrum.Class, spectrum.Real[i], spectrum.Imaginary[i], double.Hypot(spectrum.Real[i], spectrum.Imaginary[i])]))
        {
            RangeX = x,
            RangeY = (-height, height),
            IsEqual = isMap,
            Height = isMap ? 520 : 420,
            Shapes = [isMap ? Circle(look) : Axis(look)],
            Caption = (isMap ? "Multipliers of the map: outside the unit circle it leads away, inside back." : "Eigenvalues of the flow: right of the line it grows, left of it it decays.")
                + " Values that would lie on each other are drawn once; the text of a point tells how many it stands for, and the CSV file has all.",
        };
    }

    // One value for each cell of a grid over the frame, with how many there are; what is outside the frame is left out.
    private static (double X, double Y, int Count)[] Distinct(Spectrum spectrum, (double Least, double Most) x, double height, double cells) =>
    [
        .. spectrum.Real.Zip(spectrum.Imaginary)
            .Where(value => value.First >= x.Least && value.First <= x.Most && Math.Abs(value.Second) <= height)
            .GroupBy(value => (Math.Round(cells * (value.First - x.Least) / (x.Most - x.Least)), Math.Round(cells * value.Second / (2 * height))))
            .Select(cell => (cell.First().First, cell.First().Second, cell.Count())),
    ];

    private static Plotly.Blazor.Traces.Scatter Points(Spectrum spectrum, (double X, double Y, int Count)[] points, string symbol, Appearance look) => Traces.Points(
        spectrum.Name, points.Select(point => point.X), points.Select(point => point.Y), look.Series(spectrum.Class),
        points.Select(point => FormattableString.Invariant($"{spectrum.Name}<br>{symbol} = {point.X:G5} {(point.Y < 0 ? "−" : "+")} {Math.Abs(point.Y):G5} i<br>|{symbol}| = {double.Hypot(point.X, point.Y):G5}{(point.Count > 1 ? $"<br>{point.Count} values here" : "")}")));

    private static (double Least, double Most) Wide(double least, double most)
    {
        double margin = most > least ? 0.05 * (most - least) : 1e-3;
        return (least - margin, most + margin);
    }

    private static Shape Circle(Appearance look) => new() { Type = ShapeType.Circle, X0 = -1, X1 = 1, Y0 = -1, Y1 = 1, Line = new() { Color = look.Mark, Width = 1.5m } };

    private static Shape Axis(Appearance look) => new() { Type = ShapeType.Line, X0 = 0, X1 = 0, Y0 = 0, Y1 = 1, YRef = "paper", Line = new() { Color = look.Mark, Width = 1.5m } };
}
