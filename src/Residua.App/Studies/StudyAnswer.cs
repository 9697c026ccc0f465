using Residua.App.Commands;
using Residua.App.Output;
using Residua.Runs;
using Spectre.Console;

namespace Residua.App.Studies;

/// <summary>How a study or a reproduction stands, for people, for programs, and as status.json in its folder.</summary>
internal static class StudyAnswer
{
    private const int MostRows = 20;

    /// <summary>Writes status.json, and table.csv where there are cells, and answers with them.</summary>
    /// <param name="work">The runs.</param>
    /// <param name="statuses">How each of them stands.</param>
    /// <param name="cells">The cells that they are of; null for a reproduction.</param>
    /// <param name="submitted">What was handed to a cluster; null for nothing.</param>
    /// <param name="isOver">Whether nothing is to come any more: then what is not done is cut off.</param>
    /// <param name="hint">What the user is told at the end; null for where the table is.</param>
    public static Report Of(Workload work, CellStatus[] statuses, IReadOnlyList<Cell>? cells = null, string? submitted = null, string? hint = null, bool isOver = false)
    {
        string? table = cells is null ? null : StudyTable.Write(work.Folder, cells, statuses);
        Dictionary<string, int> counts = statuses.GroupBy(status => status.State).OrderByDescending(group => group.Key)
            .ToDictionary(group => group.Key.ToString().ToLowerInvariant(), group => group.Count());
        CellStatus[] failed = [.. statuses.Where(status => status.Reason is not null)];
        object document = new
        {
            study = work.Folder,
            work.Name,
            counts,
            submitted,
            table,
            cells = statuses.Select((status, i) => new
            {
                status.Item.Id,
                status.Item.Label,
                factors = cells?[i].Levels.ToDictionary(level => level.Factor, level => level.Value),
                status.State,
                status.Reason,
                run = work.RunOf(status.Item.Id),
                attempts = status.Note?.Attempts,
                seconds = status.Note?.Seconds,
                host = status.Note?.Host,
                values = status.State == CellState.Done ? status.Note!.Values : null,
            }),
        };
        AtomicFile.WriteText(Path.Combine(work.Folder, "status.json"), JsonText.Of(document) + "\n");
        return new(document, console =>
        {
            console.Write(Tables.OfPairs(counts.Select(count => (count.Key, $"{count.Value:N0} of {statuses.Length:N0}"))));
            if (failed.Length > 0)
            {
                console.Write(Tables.OfPairs(failed.Take(MostRows).Select(status => (status.Item.Label, status.Reason!))));
            }

            if (failed.Length > MostRows)
            {
                console.WriteLine($"and {failed.Length - MostRows:N0} more; --json lists them all.");
            }

            console.WriteLine(hint ?? $"Table: {table}");
        }, statuses.Any(status => status.State == CellState.Failed) ? ExitCodeOf(statuses.Where(status => status.State == CellState.Failed).Select(status => status.Note!))
            : isOver && statuses.Any(status => status.State != CellState.Done) ? ExitCode.Interrupted
            : ExitCode.Done);
    }

    /// <summary>The exit code of the first that failed, 1 where it has none of the program's own, 0 where none failed.</summary>
    public static int ExitCodeOf(IEnumerable<CellNote> failures) => failures.FirstOrDefault() switch
    {
        null => ExitCode.Done,
        { ExitCode: > ExitCode.Done and <= ExitCode.Diverged } note => note.ExitCode,
        _ => ExitCode.Bug,
    };
}
