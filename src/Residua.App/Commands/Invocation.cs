using System.CommandLine;
using System.CommandLine.Parsing;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;

namespace Residua.App.Commands;

/// <summary>One call of a verb: what was asked for, and where to tell how it goes.</summary>
internal sealed class Invocation
{
    private readonly ParseResult _parsed;
    private readonly GlobalOptions _options;
    private readonly TextWriter _error;

    public Invocation(ParseResult parsed, Verb verb, GlobalOptions options, TextWriter error, CancellationToken stop)
    {
        (_parsed, _options, _error, Stop) = (parsed, options, error, stop);
        Seed = Value(options.Seed)?.Whole();
        Threads = Value(options.Threads)?.Whole(1, Most.Workers);
        Device = Value(options.Device) is { } value ? DeviceName.Parse(value.Text) : null;
        foreach ((Settings setting, Option option) in options.Optional)
        {
            if (!verb.Uses.HasFlag(setting) && Has(option))
            {
                Note($"Note: {UsageMessage.Path(parsed.CommandResult)} makes no use of {option.Name}.");
            }
        }
    }

    private Invocation(Invocation call) =>
        (_parsed, _options, _error, Seed, Threads, Device) = (call._parsed, call._options, call._error, call.Seed, call.Threads, call.Device);

    /// <summary>Set once the user asks for an early end.</summary>
    public CancellationToken Stop { get; private init; }

    public bool Quiet => Get(_options.Quiet);

    public int? Seed { get; }

    public int? Threads { get; }

    public DeviceName? Device { get; }

    public string? Out => Get(_options.Out);

    /// <summary>The command line, for people to repeat.</summary>
    public string CommandLine => string.Join(' ', _parsed.Tokens.Select(token => Shell.Quote(token.Value)).Prepend("residua"));

    /// <summary>Arguments that have another call of the program look for data in the same place.</summary>
    public IReadOnlyList<string> DataRootArguments => Get(_options.DataRoot) is { } root ? [_options.DataRoot.Name, Path.GetFullPath(root)] : [];

    /// <summary>The same call, with another wish to stop.</summary>
    public Invocation With(CancellationToken stop) => new(this) { Stop = stop };

    /// <summary>Whether the user gave the option.</summary>
    public bool Has(Option option) => _parsed.GetResult(option) is OptionResult { Implicit: false };

    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    public string Get(Argument<string> argument) => _parsed.GetRequiredValue(argument);

    /// <summary>An argument that may be left out; null where it was.</summary>
    public string? Find(Argument<string> argument) => _parsed.GetValue(argument);

    /// <summary>The option's text with its name, for a message should it not be understood; null where it was not given.</summary>
    public OptionValue? Value(Option<string> option) => Has(option) ? new OptionValue(option.Name, Get(option) ?? "") : null;

    /// <summary>Tells the user something on standard error.</summary>
    public void Note(string line)
    {
        if (!Quiet)
        {
            _error.WriteLine(line);
        }
    }

    /// <summary>Does long work behind a progress bar, or lines where standard error is no terminal, or in silence.</summary>
    public void Track(string title, Action<IProgressBar> work) => ProgressBars.Show(title, _error, Quiet, work);

    /// <summary>Does long work behind a progress bar and returns what it returns.</summary>
    public T Track<T>(string title, Func<IProgressBar, T> work)
    {
        T result = default!;
        Track(title, bar => { result = work(bar); });
        return result;
    }

    /// <summary>Where to look for data, with downloads shown on the bar.</summary>
    public DataRequest DataRequest(IProgressBar? bar, bool allowDownload = true) => new(
        Get(_options.DataRoot), bar is null ? null : new DownloadBar(bar), Stop, allowDownload);
}
