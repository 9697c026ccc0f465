using Spectre.Console;

namespace Residua.App.Output;

/// <summary>Chooses how progress is shown.</summary>
internal static class ProgressBars
{
    /// <summary>Does the work behind a live bar on a terminal, plain lines elsewhere, nothing when quiet.</summary>
    public static void Show(string title, TextWriter error, bool quiet, Action<IProgressBar> work)
    {
        if (quiet)
        {
            work(new SilentBar());
        }
        else if (!Consoles.IsTerminal(error))
        {
            work(new LineBar(title, error, TimeProvider.System));
        }
        else
        {
            ShowLive(title, error, work);
        }
    }

    private static void ShowLive(string title, TextWriter error, Action<IProgressBar> work)
    {
        IAnsiConsole console = Consoles.Of(error);
        new Progress(console) { AutoClear = true, AutoRefresh = false }
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new LiveBar(console, context, title)));
    }
}
