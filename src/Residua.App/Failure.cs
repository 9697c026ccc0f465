using System.Text.RegularExpressions;
using Residua.App.Commands;
using Residua.Training;

namespace Residua.App;

/// <summary>What a user is told of an exception, and the exit code it becomes: the one place where that is decided.</summary>
internal sealed partial record Failure(string Error, int ExitCode)
{
    public static Failure Of(Exception exception) => exception switch
    {
        _ when Memory.Lacking(exception) is { } lacking => new(lacking, App.ExitCode.BadInput),
        UsageException => new(exception.Message, App.ExitCode.Usage),
        ArgumentException and not ArgumentNullException => new(ParameterName().Replace(exception.Message, ""), App.ExitCode.Usage),
        FileNotFoundException or DirectoryNotFoundException or InvalidDataException or IOException or UnauthorizedAccessException =>
            new(exception.Message, App.ExitCode.BadInput),
        DivergedException => new(exception.Message, App.ExitCode.Diverged),
        InterruptedException => new(exception.Message, App.ExitCode.Interrupted),
        OperationCanceledException => new("Interrupted.", App.ExitCode.Interrupted),
        AggregateException all when all.Flatten().InnerExceptions is [{ } first, ..] => Of(first),
        _ => new(
            $"{exception.GetType().Name}: {exception.Message} This is a fault of the program: please report it, with the command " +
            "and what RESIDUA_TRACE=1 adds to this message.",
            App.ExitCode.Bug),
    };

    /// <summary>Whether to add the stack trace: only for faults of the program, and only when asked for.</summary>
    public bool ShowsTrace() => ExitCode == App.ExitCode.Bug && Environment.GetEnvironmentVariable("RESIDUA_TRACE") == "1";

    [GeneratedRegex(@" \(Parameter '[^']*'\)(\s*Actual value was .*)?", RegexOptions.Singleline)]
    private static partial Regex ParameterName();
}
