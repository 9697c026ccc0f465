using Spectre.Console;

namespace Residua.App.Output;

/// <summary>Tables of plain text.</summary>
internal static class Tables
{
    /// <summary>A table with a heading for each column.</summary>
    public static Table Of(string[] columns, IEnumerable<string[]> rows)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            table.AddColumn(Markup.Escape(column));
        }

        foreach (string[] row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        return table;
    }

    /// <summary>Names on the left, values on the right.</summary>
    public static Table OfPairs(IEnumerable<(string Name, string Value)> pairs) =>
        Of(["", ""], pairs.Select(pair => new[] { pair.Name, pair.Value })).HideHeaders();
}
