using Residua.Runs;

namespace Residua.App.Studies;

/// <summary>Runs for an engine to do, with a folder that holds how each of them stands.</summary>
/// <param name="Folder">The folder's full path; every node sees it by that name.</param>
/// <param name="Name">What to call it.</param>
/// <param name="Items">The runs.</param>
/// <param name="Threads">Threads of each.</param>
/// <param name="Device">The device of each.</param>
/// <param name="RunOf">The run folder of an id.</param>
/// <param name="IsWhole">Whether a note of a run that is done covers all that is wanted of it.</param>
internal sealed record Workload(
    string Folder, string Name, IReadOnlyList<WorkItem> Items, int Threads, string Device, Func<string, string> RunOf, Func<CellNote, bool> IsWhole)
{
    private const string Notes = "cells";

    /// <summary>How every run stands, by its own files: no clock is compared, and no other program is asked.</summary>
    public CellStatus[] Look() => [.. Items.AsParallel().AsOrdered().Select(Look)];

    /// <summary>How one run stands.</summary>
    public CellStatus Look(WorkItem item)
    {
        CellNote? note = CellNote.TryRead(NotePath(item.Id));
        bool trained = note is { Outcome: CellOutcome.Done } && File.Exists(Path.Combine(RunOf(item.Id), "model.safetensors"));
        CellState state = trained && IsWhole(note!) ? CellState.Done
            : RunLock.IsHeld(FolderOf(item.Id)) ? CellState.Running
            : note is { Outcome: CellOutcome.Failed } ? CellState.Failed
            : File.Exists(Path.Combine(RunOf(item.Id), "spec.json")) ? CellState.Interrupted
            : CellState.Waiting;
        return new(item, state, note);
    }

    /// <summary>Where the note and the lock of a run are.</summary>
    public string FolderOf(string id) => Path.Combine(Folder, Notes, id);

    /// <summary>Stores how a run ended.</summary>
    public void Write(CellNote note)
    {
        Directory.CreateDirectory(FolderOf(note.Id));
        ChecksummedJson.Write(NotePath(note.Id), note);
    }

    /// <summary>Takes the note of a failure away, for work on the run goes on.</summary>
    public void ForgetFailure(string id)
    {
        if (CellNote.TryRead(NotePath(id)) is { Outcome: CellOutcome.Failed })
        {
            File.Delete(NotePath(id));
        }
    }

    private string NotePath(string id) => Path.Combine(FolderOf(id), "note.json");
}
