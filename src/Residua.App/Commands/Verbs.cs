using System.CommandLine;

namespace Residua.App.Commands;

/// <summary>All commands of the program.</summary>
internal static class Verbs
{
    /// <summary>The commands in the order of the help; a new one is one new file and one line here.</summary>
    public static IReadOnlyList<Command> All() =>
    [
        new ReproduceCommand(),
        new TrainCommand(),
        new SweepCommand(),
        new CompareCommand(),
        new AnalyzeCommand(),
        new ShowCommand(),
        new PredictCommand(),
        new FrontierCommand(),
        new PruneCommand(),
        new DataCommand(),
        new ImportCommand(),
        new ExploreCommand(),
    ];

    public static RootCommand Root(GlobalOptions options)
    {
        RootCommand root = new(
            "Residua trains residual networks, runs their depth as time, and shows what their residuals do.\n\n" +
            "Exit codes: 0 done, 1 fault of the program, 2 usage, 3 bad or missing input, 4 diverged, 130 interrupted.")
        {
            HelpName = "residua",
        };
        foreach (Option option in options.All)
        {
            root.Options.Add(option);
        }

        foreach (Command command in All())
        {
            root.Subcommands.Add(command);
        }

        return root;
    }
}
