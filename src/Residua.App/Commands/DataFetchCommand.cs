using System.CommandLine;
using Residua.Data;
using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>Downloads a data set into the user's cache where it is not on this machine.</summary>
internal sealed class DataFetchCommand : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "A data set of data list" };

    public DataFetchCommand()
        : base("fetch", "Download a data set unless it is on this machine, and check it", Settings.DataRoot) => Arguments.Add(_name);

    public override Report Run(Invocation call)
    {
        DataLocation location = call.Track("data", bar => DataCatalog.Fetch(call.Get(_name), call.DataRequest(bar)));
        return new(location, console => console.WriteLine($"{location.Name} is in {location.Origin} ({location.State.ToString().ToLowerInvariant()})."));
    }
}
