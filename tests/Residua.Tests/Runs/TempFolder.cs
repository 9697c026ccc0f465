namespace Residua.Tests.Runs;

/// <summary>A folder of a test's own, deleted with all it holds.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("residua-tests-").FullName;

    public string File(string name) => Path.Combine(_path, name);

    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(_path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
