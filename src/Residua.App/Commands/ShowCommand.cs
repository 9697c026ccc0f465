using System.CommandLine;
using Residua.Runs;

namespace Residua.App.Commands;

/// <summary>Shows what a run is, what it came to, and whether its files are whole.</summary>
internal sealed class ShowCommand : Verb
{
    private readonly Argument<string> _run = new("RUN") { Description = "A run folder" };

    public ShowCommand()
        : base("show", "Show a run: what it is, what it came to, whether its files are whole (exit 3 where they are not)", Settings.None) =>
        Arguments.Add(_run);

    public override Report Run(Invocation call)
    {
        RunFolder run = RunFolder.Open(call.Get(_run));
        return RunSummary.Of(run, run.FindDamage());
    }
}
