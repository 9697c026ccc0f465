using Residua.App.Figures;
using Residua.Runs;

namespace Residua.App.Studies;

/// <summary>The table of a study: a row a cell, with its factors, how it stands, and its numbers. It holds nothing that differs from one machine to another.</summary>
internal static class StudyTable
{
    /// <summary>Writes table.csv into the study's folder; returns its path.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="statuses">How each of them stands, in the same order.</param>
    public static string Write(string folder, IReadOnlyList<Cell> cells, IReadOnlyList<CellStatus> statuses)
    {
        string[] values = [.. statuses.SelectMany(status => ValuesOf(status).Keys).Distinct()];
        string[] factors = [.. cells[0].Levels.Select(level => level.Factor)];
        FigureTable table = new("table", ["id", .. factors, "state", "reason", .. values], cells.Zip(statuses, Row));
        string path = Path.Combine(folder, "table.csv");
        AtomicFile.Write(path, table.Write);
        return path;

        IReadOnlyList<object> Row(Cell cell, CellStatus status) =>
        [
            cell.Id,
            .. cell.Levels.Select(level => level.Value),
            status.State.ToString().ToLowerInvariant(),
            status.Reason ?? "",
            .. values.Select(name => ValuesOf(status).TryGetValue(name, out double value) ? (object)value : ""),
        ];
    }

    private static IReadOnlyDictionary<string, double> ValuesOf(CellStatus status) =>
        status is { State: CellState.Done, Note: { } note } ? note.Values : new Dictionary<string, double>();
}
