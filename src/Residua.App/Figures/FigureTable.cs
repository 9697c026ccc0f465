using System.Globalization;

namespace Residua.App.Figures;

/// <summary>Plotted numbers, for one CSV file.</summary>
/// <param name="Name">The file stem.</param>
/// <param name="Columns">The header.</param>
/// <param name="Rows">Cells; numbers are written so that they read back as they were.</param>
public sealed record FigureTable(string Name, IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object>> Rows)
{
    /// <summary>Writes the table as RFC 4180 CSV in UTF-8 with line feeds.</summary>
    public void Write(Stream stream)
    {
        using StreamWriter writer = new(stream, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', Columns.Select(Quote)));
        foreach (IReadOnlyList<object> row in Rows)
        {
            writer.WriteLine(string.Join(',', row.Select(cell => Quote(Convert.ToString(cell, CultureInfo.InvariantCulture) ?? ""))));
        }
    }

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
