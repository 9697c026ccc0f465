using Spectre.Console;

namespace Residua.App.Output;

/// <summary>A bar that moves, on a terminal.</summary>
internal sealed class LiveBar(IAnsiConsole console, ProgressTask task) : IProgressBar
{
    public void Report(double done, string text)
    {
        task.Value = done;
        task.Description = Markup.Escape(text);
    }

    public void Line(string text) => console.WriteLine(text);
}
