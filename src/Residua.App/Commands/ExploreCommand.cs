using System.CommandLine;
using System.Net;
using Residua.App.Explorer;
using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>Shows run folders in the browser until it is stopped.</summary>
internal sealed class ExploreCommand : Verb
{
    private const int DefaultPort = 5177;

    private readonly Argument<string> _folder = new("RUNS-FOLDER") { Description = "A folder of run folders, at any depth to 3 [default: runs]", DefaultValueFactory = _ => "runs" };
    private readonly Option<string> _port = new("--port") { HelpName = "NUMBER", Description = $"Where to listen; 0 for any free one [default: {DefaultPort}]" };
    private readonly Option<string> _address = new("--address") { HelpName = "IP", Description = "Listen there instead of on this machine alone; then a token is asked for [default: 127.0.0.1]" };
    private readonly Option<bool> _open = new("--open") { Description = "Open the browser" };

    public ExploreCommand()
        : base("explore", "Look at runs in the browser: live training, trajectories, phase planes, eigenvalues, noise, depth", Settings.Threads | Settings.DataRoot)
    {
        Arguments.Add(_folder);
        foreach (Option option in new Option[] { _port, _address, _open })
        {
            Options.Add(option);
        }
    }

    public override Report Run(Invocation call)
    {
        string folder = Path.GetFullPath(call.Get(_folder));
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}'; name the one that holds your runs, such as the --out of residua reproduce.");
        }

        int port = call.Value(_port)?.Whole(0, ushort.MaxValue) ?? DefaultPort;
        IPAddress address = IPAddress.Loopback;
        if (call.Value(_address) is { } text && !IPAddress.TryParse(text.Text, out address!))
        {
            throw new UsageException($"{text.Option} wants an IP address, such as 0.0.0.0 for all of this machine's, not '{text.Text}'.");
        }

        Compute.Start(DeviceName.Cpu, call.Threads ?? Environment.ProcessorCount);
        ExplorerOptions options = new(folder, address, port, call.DataRequest(null, allowDownload: false));
        using ExplorerHost host = ExplorerHost.Start(options);
        call.Note($"Exploring {folder}");
        call.Note($"  {host.Url}");
        call.Note("Ctrl-C ends it.");
        if (call.Get(_open))
        {
            Browser.Open(host.Url, call.Note);
        }

        call.Stop.WaitHandle.WaitOne();
        return new(new { folder, url = host.Url }, console => console.WriteLine("Stopped."));
    }
}
