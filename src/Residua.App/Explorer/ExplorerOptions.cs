using System.Net;
using Residua.Data;

namespace Residua.App.Explorer;

/// <summary>What the explorer shows, and where it listens.</summary>
/// <param name="Folder">The folder of runs, a full path.</param>
/// <param name="Address">The address to listen on.</param>
/// <param name="Port">The port; 0 for any free one.</param>
/// <param name="Data">Where data sets lie.</param>
internal sealed record ExplorerOptions(string Folder, IPAddress Address, int Port, DataRequest Data)
{
    /// <summary>Whether only programs of this machine can reach it.</summary>
    public bool IsLocal => IPAddress.IsLoopback(Address);
}
