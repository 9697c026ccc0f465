using Residua.App.Output;
using Residua.Data;

namespace Residua.App.Commands;

/// <summary>Lists the named data sets and where they lie.</summary>
internal sealed class DataListCommand() : Verb("list", "List the data sets and where they are on this machine", Settings.DataRoot)
{
    public override Report Run(Invocation call)
    {
        var rows = DataCatalog.All.Select(source => (source, location: source.Locate(call.DataRequest(bar: null)))).ToList();
        return new(
            new
            {
                dataSets = rows.Select(row => new
                {
                    row.source.Name,
                    row.source.Description,
                    row.location.State,
                    row.location.Origin,
                    row.location.Detail,
                    row.source.CanFetch,
                }),
            },
            console => console.Write(Tables.Of(
                ["Name", "State", "Where", "What"],
                rows.Select(row => new[]
                {
                    row.source.Name, row.location.State.ToString().ToLowerInvariant(), row.location.Origin ?? row.location.Detail, row.source.Description,
                }))));
    }
}
