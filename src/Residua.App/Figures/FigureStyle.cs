using ScottPlot;

namespace Residua.App.Figures;

/// <summary>Sizes, colours and plots that all figures share. A unit is 1/96 inch, so 10 units of text are 7.5 points in print.</summary>
internal static class FigureStyle
{
    /// <summary>Units in a millimetre.</summary>
    internal const double Millimetre = 96 / 25.4;

    /// <summary>A full page width, 180 mm.</summary>
    internal const int FullWidth = (int)(180 * Millimetre);

    /// <summary>Size of labels and ticks.</summary>
    internal const float TextSize = 10;

    /// <summary>Size of panel letters.</summary>
    internal const float LetterSize = 13;

    /// <summary>Black, orange, sky blue, bluish green, blue, vermilion and reddish purple of Okabe and Ito; their yellow is too pale for lines.</summary>
    private static readonly Color[] Colours =
    [
        Color.FromHex("#000000"), Color.FromHex("#E69F00"), Color.FromHex("#56B4E9"), Color.FromHex("#009E73"),
        Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#CC79A7"),
    ];

    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.DenselyDashed, LinePattern.Dotted];

    /// <summary>The colour of a class or series.</summary>
    internal static Color ColourOf(int series) => Colours[series % Colours.Length];

    /// <summary>The pattern of a class or series; it tells apart those that share a colour.</summary>
    internal static LinePattern PatternOf(int series) => Patterns[series / Colours.Length % Patterns.Length];

    /// <summary>An empty plot in the style of all figures, with its data area fixed so that panels line up.</summary>
    internal static Plot NewPlot(string x, string y, PixelPadding padding)
    {
        FigureFonts.Register();
        Plot plot = new();
        plot.Layout.Fixed(padding);
        plot.Grid.MajorLineColor = Color.FromHex("#E6E6E6");
        plot.Grid.MajorLineWidth = 0.5f;
        plot.Axes.Title.IsVisible = false;
        foreach ((IAxis axis, string label) in new (IAxis, string)[] { (plot.Axes.Bottom, x), (plot.Axes.Left, y) })
        {
            StyleAxis(axis);
            axis.Label.Text = label;
        }

        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        return plot;
    }

    /// <summary>Thin frames and ticks, text of the common size.</summary>
    internal static void StyleAxis(IAxis axis)
    {
        axis.Label.FontSize = TextSize;
        axis.Label.Bold = false;
        axis.Label.FontName = Fonts.Default;
        axis.TickLabelStyle.FontSize = TextSize;
        axis.TickLabelStyle.FontName = Fonts.Default;
        axis.FrameLineStyle.Width = 0.75f;
        (axis.MajorTickStyle.Length, axis.MajorTickStyle.Width) = (3.5f, 0.75f);
        (axis.MinorTickStyle.Length, axis.MinorTickStyle.Width) = (2f, 0.5f);
    }

    /// <summary>A line through points, without markers.</summary>
    internal static void AddLine(Plot plot, double[] x, double[] y, LineLook look)
    {
        ScottPlot.Plottables.Scatter line = plot.Add.ScatterLine(x, y, look.Colour);
        line.LineWidth = look.Width;
        line.LinePattern = look.Pattern;
    }
}
