using ScottPlot;

namespace Residua.App.Figures;

/// <summary>How a matrix is drawn.</summary>
/// <param name="X">The label of its columns.</param>
/// <param name="Y">The label of its rows.</param>
/// <param name="Bar">What the colours stand for.</param>
/// <param name="Range">Values of the first and the last colour.</param>
/// <param name="Colours">The colours.</param>
/// <param name="FirstRow">The number of the first row, for ticks.</param>
/// <param name="FirstColumn">The number of the first column.</param>
/// <param name="Cell">What is written into a cell; null for nothing.</param>
internal sealed record MatrixLook(
    string X, string Y, string Bar, ScottPlot.Range Range, IColormap Colours, int FirstRow = 0, int FirstColumn = 0, Func<double, string>? Cell = null)
{
    /// <summary>Numbers that fit on an axis beside one another.</summary>
    private const int MostTicks = 12;

    /// <summary>What room there is for text around the cells.</summary>
    internal PixelPadding Padding { get; init; } = new(40, 62, 36, 20);

    /// <summary>What rows are called; null for their numbers.</summary>
    internal IReadOnlyList<string>? RowNames { get; init; }

    /// <summary>What columns are called; null for their numbers.</summary>
    internal IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Ticks of so many rows, the first on top.</summary>
    internal ScottPlot.TickGenerators.NumericManual RowTicks(int count) => Ticks(count, FirstRow, row => count - row - 0.5, RowNames);

    /// <summary>Ticks of so many columns.</summary>
    internal ScottPlot.TickGenerators.NumericManual ColumnTicks(int count) => Ticks(count, FirstColumn, column => column + 0.5, ColumnNames);

    /// <summary>The cells 0, 1, … that are numbered: every one where there is room, else those of every second, fifth, … number.</summary>
    internal static IEnumerable<int> Numbered(int count, int first)
    {
        int step = new[] { 1, 2, 5, 10, 20, 50, 100, 200, 500 }.First(step => count <= step * MostTicks || step == 500);
        return Enumerable.Range(0, count).Where(i => (i + first) % step == 0);
    }

    /// <summary>Ticks with their names or numbers in the middle of cells.</summary>
    internal static ScottPlot.TickGenerators.NumericManual Ticks(int count, int first, Func<int, double> middle, IReadOnlyList<string>? names = null)
    {
        ScottPlot.TickGenerators.NumericManual ticks = new();
        foreach (int i in Numbered(count, first))
        {
            ticks.AddMajor(middle(i), names?[i] ?? $"{i + first}");
        }

        return ticks;
    }
}
