using System.CommandLine;
using Residua.Data;
using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>Checks every byte of a data set on this machine.</summary>
internal sealed class DataVerifyCommand : Verb
{
    private readonly Argument<string> _name = new("NAME|DIR") { Description = "A data set of data list, or a folder of IDX files" };

    public DataVerifyCommand()
        : base("verify", "Check every file of a data set on this machine; exit 3 where one is missing or damaged", Settings.DataRoot) =>
        Arguments.Add(_name);

    public override Report Run(Invocation call)
    {
        DataLocation location = DataCatalog.Locate(call.Get(_name), call.DataRequest(bar: null, allowDownload: false));
        bool sound = location.State is not (DataState.Missing or DataState.Damaged);
        string text = $"{location.Name}: {location.State.ToString().ToLowerInvariant()}{(location.Origin is null ? "" : $", in {location.Origin}")}. {location.Detail}";
        return new(location, console => console.WriteLine(text.TrimEnd()), sound ? ExitCode.Done : ExitCode.BadInput);
    }
}
