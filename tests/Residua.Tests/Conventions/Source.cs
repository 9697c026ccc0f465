using System.Runtime.CompilerServices;

namespace Residua.Tests.Conventions;

/// <summary>The repository's own source files.</summary>
internal static class Source
{
    public static string Root { get; } = Find();

    /// <summary>C# files below a folder of the repository, by their path relative to it.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string folder)
    {
        string root = Path.Combine(Root, folder);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(file => (file, File.ReadAllText(Path.Combine(root, file))));
    }

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
