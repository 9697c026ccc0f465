using System.Diagnostics;
using Residua.Tests.App;

namespace Residua.Tests.Explorer;

/// <summary>The program, exploring a folder on a free port, until it is disposed.</summary>
internal sealed class ExplorerProcess : IDisposable
{
    private readonly Process _process;

    private ExplorerProcess(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>What it prints to be opened.</summary>
    public Uri Url { get; }

    public static ExplorerProcess Start(string folder, params string[] options)
    {
        Process process = ProgramProcess.Start(["explore", folder, "--port", "0", .. options]);
        string line = "";
        while (!line.Contains("http://", StringComparison.Ordinal))
        {
            line = process.StandardError.ReadLine() ?? throw new InvalidOperationException($"The explorer ended; its last line was: {line}");
        }

        return new(process, new(line.Trim()));
    }

    /// <summary>What it has computed so far, which others on the machine do not lengthen as they do the clock's time.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>An address on it.</summary>
    public string At(string path) => new Uri(Url, path).ToString();

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
