using System.CommandLine;

namespace Residua.App.Commands;

/// <summary>The commands about data sets.</summary>
internal sealed class DataCommand : Command
{
    public DataCommand()
        : base("data", "Data sets: which there are, download them, check them")
    {
        Subcommands.Add(new DataListCommand());
        Subcommands.Add(new DataFetchCommand());
        Subcommands.Add(new DataVerifyCommand());
    }
}
