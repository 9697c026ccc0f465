using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Residua.App;

/// <summary>This program in a process of its own. Its standard input is a pipe that nothing is written to: that it ends says that the parent wants a stop, or is gone.</summary>
internal sealed partial class ChildProgram : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder to run in.</param>
    /// <param name="progress">Is told the share done, on any thread, as often as the program says it.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public ChildProgram(IEnumerable<string> arguments, string folder, Action<double> progress)
    {
        string[] self = [.. Self];
        _process = new()
        {
            StartInfo = new ProcessStartInfo(self[0], [.. self[1..], .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder,
            },
        };
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not { Length: > 0 } text)
            {
                return;
            }

            LastLine = text;
            if (Percent().Match(text) is { Success: true } share)
            {
                progress(double.Parse(share.Groups[1].Value, CultureInfo.InvariantCulture) / 100);
            }
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The words that start this program: the program itself where it was published so, or dotnet and its assembly.</summary>
    public static IReadOnlyList<string> Self { get; } = Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "Residua.App" or "residua"
        ? [Environment.ProcessPath!]
        : [DotNet(), Path.Combine(AppContext.BaseDirectory, "Residua.App.dll")];

    /// <summary>The last line on its standard error: of a failure, what is wrong.</summary>
    public string LastLine { get; private set; } = "";

    /// <summary>Asks it to end as soon as what is done can be kept.</summary>
    public void AskToStop()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended.
        }
    }

    /// <summary>Ends it now, with all that it started.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Waits for its end; returns its exit code, 128 and the signal's number where a signal ended it.</summary>
    public async Task<int> Wait(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public void Dispose() => _process.Dispose();

    // Tests run in a host of another name, with dotnet on the path.
    private static string DotNet() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    [GeneratedRegex(@": (\d+) %")]
    private static partial Regex Percent();
}
