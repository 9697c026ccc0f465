using System.CommandLine;
using System.CommandLine.Invocation;
using Residua.App.Commands;
using Residua.App.Output;

namespace Residua.App;

/// <summary>The program: one call, one answer on standard output, one exit code.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        StandardWriter output = StandardWriter.Output(), error = StandardWriter.Error();
        Console.SetOut(output);
        Console.SetError(error);
        using StopSignals signals = new(error);
        error.Broken += signals.Stop; // nobody is told any more how it goes: what is done is saved
        int code = Run(args, Console.Out, Console.Error, signals.Token);
        Console.Out.Flush();
        if ((output.Fault ?? error.Fault) is not { } fault)
        {
            return code;
        }

        error.WriteLine(fault);
        return code is ExitCode.Done or ExitCode.Interrupted ? ExitCode.BadInput : code;
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="output">Receives the answer and nothing else.</param>
    /// <param name="error">Receives progress, notes and error messages.</param>
    /// <param name="stop">Asks for an early end.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static int Run(string[] args, TextWriter output, TextWriter error, CancellationToken stop = default)
    {
        bool json = args.Contains("--json");
        try
        {
            GlobalOptions options = new();
            ParseResult parsed = Verbs.Root(options).Parse(args);
            json |= parsed.GetValue(options.Json);
            if (parsed.Action is not (null or ParseErrorAction) && parsed.Action != parsed.CommandResult.Command.Action) // help, version, completions
            {
                return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
            }

            if (parsed.Errors.Count > 0 || UsageMessage.Unknown(parsed) is not null || parsed.CommandResult.Command is not Verb verb)
            {
                throw UsageMessage.Of(parsed);
            }

            if (UsageMessage.Empty(parsed) is { } empty)
            {
                throw empty;
            }

            Report report = verb.Run(new Invocation(parsed, verb, options, error, stop));
            if (json)
            {
                output.WriteLine(JsonText.Of(report.Document));
            }
            else
            {
                report.Show(Consoles.Of(output));
            }

            return report.ExitCode;
        }
        catch (Exception exception)
        {
            Failure failure = Failure.Of(exception);
            error.WriteLine(failure.Error);
            if (failure.ShowsTrace())
            {
                error.WriteLine(exception);
            }

            if (json)
            {
                output.WriteLine(JsonText.Of(failure));
            }

            return failure.ExitCode;
        }
    }
}
