using Residua.Runs;

namespace Residua.App.Studies;

/// <summary>A job array that was handed to Slurm, kept in the study's folder "slurm". It is known there by its name, which no other has: nothing is lost if the answer to sbatch is.</summary>
internal sealed record Submission
{
    private const string FolderName = "slurm";

    /// <summary>Its number in the study, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The array's name in the queue.</summary>
    public required string JobName { get; init; }

    /// <summary>The ids of the runs of each task.</summary>
    public required string[][] Tasks { get; init; }

    /// <summary>How often a run that failed is tried again.</summary>
    public required int Retries { get; init; }

    /// <summary>Whether the first failure ends the array.</summary>
    public required bool FailFast { get; init; }

    /// <summary>All submissions of a study, in order.</summary>
    /// <exception cref="InvalidDataException">One is damaged.</exception>
    public static Submission[] All(string study)
    {
        string folder = Path.Combine(study, FolderName);
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.json").Select(ChecksummedJson.Read<Submission>).OrderBy(one => one.Number)]
            : [];
    }

    /// <summary>One of a study.</summary>
    /// <exception cref="FileNotFoundException">There is none of that number.</exception>
    public static Submission Open(string study, int number) => ChecksummedJson.Read<Submission>(Path.Combine(study, FolderName, $"{number}.json"));

    /// <summary>A new one, not stored yet.</summary>
    /// <param name="work">The study.</param>
    /// <param name="items">The runs.</param>
    /// <param name="largestArray">The most tasks in an array; where there are more runs, a task does several.</param>
    /// <param name="retries">How often a run that failed is tried again.</param>
    /// <param name="failFast">Whether the first failure ends the array.</param>
    public static Submission Of(Workload work, IReadOnlyList<WorkItem> items, int largestArray, int retries, bool failFast)
    {
        int chunk = (items.Count + largestArray - 1) / largestArray;
        int number = All(work.Folder).Select(one => one.Number).DefaultIfEmpty(0).Max() + 1;
        return new()
        {
            Number = number,
            JobName = $"residua-{work.Name}-{number}-{Guid.NewGuid().ToString("N")[..8]}",
            Tasks = [.. items.Select(item => item.Id).Chunk(chunk)],
            Retries = retries,
            FailFast = failFast,
        };
    }

    /// <summary>The file that says that it was cancelled: a task whose time limit is near would else go back into the queue.</summary>
    public string CancelledPath(string study) => Path.Combine(study, FolderName, $"{Number}.cancelled");

    /// <summary>The file by which a task's script says that the time limit is near.</summary>
    public string LimitPath(string study, int task) => Path.Combine(study, FolderName, $"{Number}-{task}.limit");

    /// <summary>Stores it with its script; returns the script's path.</summary>
    public string Store(string study, string script)
    {
        Directory.CreateDirectory(Path.Combine(study, FolderName));
        string path = Path.Combine(study, FolderName, $"{Number}.sh");
        AtomicFile.WriteText(path, script);
        ChecksummedJson.Write(Path.Combine(study, FolderName, $"{Number}.json"), this);
        return path;
    }

    /// <summary>Takes it back, where Slurm did not take it.</summary>
    public void Delete(string study)
    {
        File.Delete(Path.Combine(study, FolderName, $"{Number}.json"));
        File.Delete(Path.Combine(study, FolderName, $"{Number}.sh"));
    }
}
