namespace Residua.Runs;

/// <summary>What a program killed while it made a run leaves behind: everything but the spec, the environment first.</summary>
internal static class RunBeginning
{
    /// <summary>Whether a folder holds nothing else, so that a run may be made in it.</summary>
    public static bool Is(string folder)
    {
        string[] entries = [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry))];
        bool begun = entries.Contains("environment.json");
        return entries.All(entry => entry is "environment.json" or "lock" || entry.EndsWith(".tmp", StringComparison.Ordinal)
            || (begun && entry is ("checkpoint" or "metrics.jsonl" or "model.safetensors" or "results")));
    }
}
