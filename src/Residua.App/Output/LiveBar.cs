using System.Diagnostics;
using Spectre.Console;

namespace Residua.App.Output;

/// <summary>
/// A bar that moves, on a terminal. It is drawn by whoever reports, a few times a second: a thread of its own would allocate, and bring on
/// collections, beside the native calls of the work.
/// </summary>
internal sealed class LiveBar : IProgressBar
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);

    private readonly IAnsiConsole _console;
    private readonly ProgressContext _context;
    private readonly ProgressTask _task;
    private long _drawn;

    /// <summary>Draws it, empty.</summary>
    public LiveBar(IAnsiConsole console, ProgressContext context, string title)
    {
        (_console, _context) = (console, context);
        _task = context.AddTask(Markup.Escape(title), maxValue: 1);
        Draw();
    }

    /// <inheritdoc />
    public void Report(double done, string text)
    {
        _task.Value = done;
        _task.Description = Markup.Escape(text);
        if (Stopwatch.GetElapsedTime(_drawn) >= _interval)
        {
            Draw();
        }
    }

    /// <inheritdoc />
    public void Line(string text) => _console.WriteLine(text);

    private void Draw()
    {
        _context.Refresh();
        _drawn = Stopwatch.GetTimestamp();
    }
}
