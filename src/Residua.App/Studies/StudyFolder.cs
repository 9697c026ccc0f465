using Residua.App.Reproduction;
using Residua.Runs;

namespace Residua.App.Studies;

/// <summary>The folder of a study: study.json, runs, cells (how each run stands), slurm, table.csv and status.json.</summary>
internal static class StudyFolder
{
    private const string Runs = "runs";

    /// <summary>Whether a folder is a study's.</summary>
    public static bool Is(string folder) => File.Exists(PathIn(folder));

    /// <summary>Reads the study of a folder.</summary>
    /// <exception cref="DirectoryNotFoundException">It is no study's folder.</exception>
    /// <exception cref="InvalidDataException">study.json is damaged or of another version.</exception>
    public static Study Open(string folder)
    {
        if (!Is(folder))
        {
            throw new DirectoryNotFoundException($"'{folder}' is no study's folder: it has no study.json.");
        }

        Study study = ChecksummedJson.Read<Study>(PathIn(folder));
        return study.Version == Study.CurrentVersion
            ? study
            : throw new InvalidDataException($"'{PathIn(folder)}' is of format version {study.Version}, and this program reads version {Study.CurrentVersion}; use the program that wrote it.");
    }

    /// <summary>Sees that a study may be in a folder: it is new, or a study's, or has nothing but runs gathered from other studies.</summary>
    /// <exception cref="IOException">The folder holds something else.</exception>
    public static void RequireFree(string folder)
    {
        string[] own = [Runs, "cells", "sweeping"];
        if (!Is(folder) && (File.Exists(folder)
            || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Any(name => name[0] != '.' && !own.Contains(name)))))
        {
            throw new IOException($"'{folder}' exists and is not empty; give another --out.");
        }
    }

    /// <summary>Stores a study in a new folder, or over one of which it has all cells.</summary>
    /// <exception cref="UsageException">The folder's study has cells that this one lacks, or computes otherwise.</exception>
    /// <exception cref="IOException">The folder holds something else.</exception>
    public static void StartOrGrow(string folder, Study study, IReadOnlyList<Cell> cells)
    {
        RequireFree(folder);
        if (Is(folder))
        {
            Study stored = Open(folder);
            if (stored.Threads != study.Threads || stored.Device != study.Device)
            {
                throw new UsageException($"The study in '{folder}' is computed with {stored.Threads} threads on {stored.Device}, not {study.Threads} on {study.Device}; leave --threads and --device out, or give another --out.");
            }

            HashSet<string> ids = [.. cells.Select(cell => cell.Id)];
            bool isAnother = ChecksummedJson.ToLine(stored with { Analyze = study.Analyze }) != ChecksummedJson.ToLine(study);
            if (isAnother && stored.Cells().FirstOrDefault(cell => !ids.Contains(cell.Id)) is { } lost)
            {
                throw new UsageException($"'{folder}' holds a study with cells that this grid leaves out, such as {lost.Label}; give those as well, or another --out.");
            }
        }

        Directory.CreateDirectory(folder);
        ChecksummedJson.Write(PathIn(folder), study);
    }

    /// <summary>What engines have to do for the study or the reproduction in a folder, and the study's cells.</summary>
    /// <exception cref="DirectoryNotFoundException">It is neither's folder.</exception>
    public static (Workload Work, Cell[]? Cells) WorkIn(string folder)
    {
        if (ReproductionPlan.IsIn(folder))
        {
            return (ReproductionWork.Of(folder), null);
        }

        Study study = Open(folder);
        Cell[] cells = study.Cells();
        return (WorkOf(folder, study, cells), cells);
    }

    /// <summary>What engines have to do for a study.</summary>
    public static Workload WorkOf(string folder, Study study, IReadOnlyList<Cell> cells) => new(
        folder,
        study.Name,
        [.. cells.Select(cell => new WorkItem(cell.Id, cell.Label, [.. cell.Levels.SelectMany(level => new[] { "--grid", $"{level.Factor}={level.Value}" })]))],
        study.Threads,
        study.Device,
        id => RunOf(folder, id),
        note => study.Analyze.All(analysis => note.Analyses.Contains(analysis) || note.LeftOut.ContainsKey(analysis)));

    /// <summary>The run folder of a cell.</summary>
    public static string RunOf(string folder, string id) => Path.Combine(folder, Runs, id);

    private static string PathIn(string folder) => Path.Combine(folder, "study.json");
}
