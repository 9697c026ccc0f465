using System.ComponentModel;
using System.Diagnostics;

namespace Residua.App.Explorer;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    /// <summary>Opens an address, or tells why not.</summary>
    public static void Open(string url, Action<string> note)
    {
        (string program, string[] arguments) = OperatingSystem.IsWindows() ? ("explorer.exe", new[] { url }) : OperatingSystem.IsMacOS() ? ("open", [url]) : ("xdg-open", [url]);
        try
        {
            using Process? started = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (Win32Exception failure)
        {
            note($"No browser could be opened ({program}: {failure.Message}); open the address yourself.");
        }
    }
}
