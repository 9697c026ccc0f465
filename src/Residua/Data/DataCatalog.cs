namespace Residua.Data;

/// <summary>Every data set that has a name, and the way to open one by its name or its folder.</summary>
public static class DataCatalog
{
    /// <summary>The named data sets, in the order in which they are listed.</summary>
    public static IReadOnlyList<IDataSource> All { get; } =
    [
        DigitsSource.Source,
        Mnist.Source,
        FashionMnist.Source,
        Kmnist.Source,
    ];

    /// <summary>Opens a named data set, or any folder with the four IDX files (raw or .gz).</summary>
    /// <param name="nameOrFolder">A name of <see cref="All"/> (which goes before a folder so called), or a folder.</param>
    /// <param name="request">Where to look, the seed, and how to report on a download.</param>
    /// <exception cref="DirectoryNotFoundException">It is neither a name nor a folder.</exception>
    /// <exception cref="FileNotFoundException">The data set is nowhere to be had, or the folder lacks a file.</exception>
    /// <exception cref="InvalidDataException">A file is broken or not the original.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public static DataSet Open(string nameOrFolder, DataRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Find(nameOrFolder) is { } source ? source.Open(request) : IdxFolder.Open(Folder(nameOrFolder));
    }

    /// <summary>Looks for a data set on this machine and checks every byte of it; downloads nothing.</summary>
    /// <param name="nameOrFolder">A name of <see cref="All"/>, or a folder.</param>
    /// <param name="request">Where to look.</param>
    /// <exception cref="DirectoryNotFoundException">It is neither a name nor a folder.</exception>
    public static DataLocation Locate(string nameOrFolder, DataRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Find(nameOrFolder) is { } source ? source.Locate(request) : IdxFolder.Locate(Folder(nameOrFolder));
    }

    /// <summary>Sees to it that a data set is on this machine, downloads it where it is not, and checks it.</summary>
    /// <param name="name">A name of <see cref="All"/>.</param>
    /// <param name="request">Where to look, and how to report on the download.</param>
    /// <exception cref="ArgumentException">No data set of this name can be downloaded.</exception>
    /// <exception cref="FileNotFoundException">It is nowhere to be had; the message says what each mirror answered.</exception>
    /// <exception cref="InvalidDataException">A file that is already here is broken or not the original.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled; the cache is as it was.</exception>
    public static DataLocation Fetch(string name, DataRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Find(name) is not { CanFetch: true } source)
        {
            var names = All.Where(source => source.CanFetch).Select(source => source.Name);
            throw new ArgumentException($"'{name}' cannot be downloaded; these can: {string.Join(", ", names)}.", nameof(name));
        }
        var data = source.Open(request with { AllowDownload = true });
        return new DataLocation(data.Name, data.Verified ? DataState.Verified : DataState.Unverified, data.Origin, "");
    }

    private static IDataSource? Find(string name) =>
        All.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Folder(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!Directory.Exists(path))
        {
            var names = string.Join(", ", All.Select(source => source.Name));
            throw new DirectoryNotFoundException(
                $"'{path}' is neither a data set ({names}) nor a folder; there is no folder {Path.GetFullPath(path)}.");
        }
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }
}
