using Spectre.Console;

namespace Residua.App.Output;

/// <summary>Consoles for tables and bars over the program's own writers.</summary>
internal static class Consoles
{
    private const int WidthWithoutTerminal = 120;

    /// <summary>A console over a writer: colours and cursor movement only on a terminal, and none with NO_COLOR.</summary>
    public static IAnsiConsole Of(TextWriter writer)
    {
        bool terminal = IsTerminal(writer);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!terminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }

    /// <summary>Whether a person may be looking: the writer is the process's own and neither redirected nor told NO_COLOR.</summary>
    public static bool IsTerminal(TextWriter writer) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && ((ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected)
            || (ReferenceEquals(writer, Console.Error) && !Console.IsErrorRedirected));
}
