namespace Residua.Data;

/// <summary>A published data set of four IDX files: found on this machine, else downloaded into the user's cache.</summary>
internal sealed class IdxSource(string name, string description, KnownContent known, MirrorDownloader mirrors) : IDataSource
{
    public string Name => name;

    public string Description => description;

    public bool CanFetch => true;

    public DataSet Open(DataRequest request)
    {
        if (Present(request) is { } folder)
        {
            return IdxFolder.Open(folder, name, known);
        }
        if (!request.AllowDownload)
        {
            throw NotFound(request, "It was not downloaded, as the request forbids it.", null);
        }
        folder = request.CacheFolder(name);
        try
        {
            mirrors.FetchAsync(known, folder, request.Progress, request.Cancellation).GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotFound(request, failure.Message, failure);
        }
        return IdxFolder.Open(folder, name, known);
    }

    public DataLocation Locate(DataRequest request) => Present(request) is { } folder
        ? IdxFolder.Locate(folder, name, known)
        : new DataLocation(name, DataState.Missing, null, $"Looked in {Searched(request)}.");

    private string? Present(DataRequest request) =>
        request.Folders(name).FirstOrDefault(folder => IdxFolder.Lacking(folder).Count == 0);

    private string Searched(DataRequest request) => string.Join(", ", request.Folders(name).Select(folder =>
        Directory.Exists(folder) ? $"{folder} (which lacks {string.Join(" and ", IdxFolder.Lacking(folder))})" : folder));

    private FileNotFoundException NotFound(DataRequest request, string reason, Exception? cause) => new(
        $"The data set '{name}' was not found; looked in {Searched(request)}. {reason} " +
        $"Put its four IDX files into one of these folders, name a folder that holds {name}/ with --data-root, or use --data digits.",
        cause);
}
