namespace Residua.App.Output;

/// <summary>Words for a POSIX shell.</summary>
internal static class Shell
{
    /// <summary>The word as a shell reads it back: in quotes where it must be.</summary>
    public static string Quote(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c))
        ? word
        : $"'{word.Replace("'", "'\\''")}'";
}
