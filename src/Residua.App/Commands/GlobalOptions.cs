using System.CommandLine;

namespace Residua.App.Commands;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<string> Seed { get; } = Text("--seed", "NUMBER", "Seed of all randomness [default: 1]");

    public Option<string> Threads { get; } = Text("--threads", "NUMBER", "Threads to compute with [default: all cores]");

    public Option<string> Device { get; } = Text("--device", "DEVICE", "Where to compute: cpu, cuda or cuda:N [default: cpu]");

    public Option<string> Out { get; } = Text("--out", "DIR", "Folder to write to [default: runs/UTC-NAME for a new run]");

    public Option<string> DataRoot { get; } = Text("--data-root", "DIR", "Folder with one folder a data set, looked in first");

    public Option<bool> Json { get; } = Flag("--json", "Print one JSON document on standard output, all else on standard error");

    public Option<bool> Quiet { get; } = Flag("--quiet", "No progress and no notes on standard error");

    public IReadOnlyList<Option> All => [Seed, Threads, Device, Out, DataRoot, Json, Quiet];

    /// <summary>Those that a verb may have no use for.</summary>
    public IReadOnlyList<(Settings Setting, Option Option)> Optional =>
    [
        (Settings.Seed, Seed), (Settings.Threads, Threads), (Settings.Device, Device), (Settings.Out, Out), (Settings.DataRoot, DataRoot),
    ];

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Recursive = true };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description, Recursive = true };
}
