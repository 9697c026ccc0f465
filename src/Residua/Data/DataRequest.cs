namespace Residua.Data;

/// <summary>What a data source needs to know to open a data set.</summary>
/// <param name="DataRoot">The folder to look in first (it holds one folder a data set), or null.</param>
/// <param name="Progress">Told about downloads, or null.</param>
/// <param name="Cancellation">Stops a download, which then leaves no file behind.</param>
/// <param name="AllowDownload">False to look on this machine only.</param>
public sealed record DataRequest(
    string? DataRoot, IProgress<DownloadProgress>? Progress, CancellationToken Cancellation, bool AllowDownload = true)
{
    /// <summary>The folder looked in second.</summary>
    internal string? EnvironmentRoot { get; init; } = Environment.GetEnvironmentVariable("RESIDUA_DATA");

    /// <summary>The folder looked in last, into which downloads go.</summary>
    internal string CacheRoot { get; init; } = UserCache();

    /// <summary>The folders that may hold the data set of this name, in the order in which they are looked in.</summary>
    internal IReadOnlyList<string> Folders(string name) =>
        [.. new[] { DataRoot, EnvironmentRoot, CacheRoot }
            .Where(root => !string.IsNullOrWhiteSpace(root))
            .Select(root => Path.GetFullPath(Path.Combine(root!, name)))
            .Distinct()];

    /// <summary>The folder into which the data set of this name is downloaded.</summary>
    internal string CacheFolder(string name) => Path.GetFullPath(Path.Combine(CacheRoot, name));

    private static string UserCache()
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "residua");
        }
        // The XDG Base Directory Specification has relative paths ignored.
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return Path.IsPathRooted(cache)
            ? Path.Combine(cache, "residua")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "residua");
    }
}
