using Residua.App.Commands;
using Residua.App.Output;
using Residua.Runs;
using Spectre.Console;

namespace Residua.App.Studies;

/// <summary>How a study stands, for people, for programs, and as status.json in its folder.</summary>
internal static class StudyAnswer
{
    private const int MostRows = 20;

    /// <summary>Writes table.csv and status.json, and answers with them.</summary>
    public static Report Of(string folder, Study study, IReadOnlyList<Cell> cells, CellStatus[] statuses, string? submitted = null)
    {
        string table = StudyTable.Write(folder, cells, statuses);
        IReadOnlyDictionary<string, int> counts = Counts(statuses);
        CellStatus[] failed = [.. statuses.Where(status => status.Reason is not null)];
        object document = new
        {
            study = folder,
            study.Name,
            counts,
            submitted,
            table,
            cells = cells.Zip(statuses, (cell, status) => new
            {
                cell.Id,
                factors = cell.Levels.ToDictionary(level => level.Factor, level => level.Value),
                status.State,
                status.Reason,
                run = StudyFolder.RunOf(folder, cell.Id),
                attempts = status.Note?.Attempts,
                seconds = status.Note?.Seconds,
                host = status.Note?.Host,
                values = status.State == CellState.Done ? status.Note!.Values : null,
            }),
        };
        AtomicFile.WriteText(Path.Combine(folder, "status.json"), JsonText.Of(document) + "\n");
        return new(document, console =>
        {
            console.Write(Tables.OfPairs(counts.Select(count => (count.Key, $"{count.Value:N0} of {statuses.Length:N0}"))));
            if (failed.Length > 0)
            {
                console.Write(Tables.OfPairs(failed.Take(MostRows).Select(status => (status.Item.Label, status.Reason!))));
                console.WriteLine(failed.Length > MostRows ? $"and {failed.Length - MostRows:N0} more, in the table." : "");
            }

            console.WriteLine($"Table: {table}");
        }, ExitCodeOf(statuses));
    }

    /// <summary>The exit code: that of the first run that failed, of which a process killed has none.</summary>
    public static int ExitCodeOf(IEnumerable<CellStatus> statuses) =>
        statuses.FirstOrDefault(status => status.State == CellState.Failed)?.Note?.ExitCode is { } code ? (code is > 0 and <= ExitCode.Diverged ? code : ExitCode.Bug) : ExitCode.Done;

    /// <summary>How many runs stand how, as words; those of none are left out.</summary>
    public static IReadOnlyDictionary<string, int> Counts(IEnumerable<CellStatus> statuses) => statuses
        .GroupBy(status => status.State)
        .OrderByDescending(group => group.Key)
        .ToDictionary(group => group.Key.ToString().ToLowerInvariant(), group => group.Count());
}
