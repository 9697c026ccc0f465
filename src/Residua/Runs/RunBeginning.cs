namespace Residua.Runs;

/// <summary>What a program killed while it made a run leaves behind: everything but the spec, the environment first.</summary>
internal static class RunBeginning
{
    private static readonly string[] s_leftovers = ["checkpoint", "metrics.jsonl", "model.safetensors", "results"];

    /// <summary>Takes away what would pass for a part of the run that is made in its place.</summary>
    public static void Clear(string folder)
    {
        foreach (string path in s_leftovers.Select(name => Path.Combine(folder, name)))
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Whether a folder holds nothing else, so that a run may be made in it.</summary>
    public static bool Is(string folder)
    {
        string[] entries = [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry))];
        bool begun = entries.Contains("environment.json");
        return entries.All(entry => entry is "environment.json" or "lock" || entry.EndsWith(".tmp", StringComparison.Ordinal)
            || (begun && s_leftovers.Contains(entry)));
    }
}
