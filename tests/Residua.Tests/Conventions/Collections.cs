using System.Runtime;
using System.Text.Json;
using Residua.App;
using Xunit;

namespace Residua.Tests.Conventions;

/// <summary>
/// Numbers given to the tensor library are freed by finalizers. A collection that runs beside native code may free one that is still read,
/// so no process of this project collects concurrently.
/// </summary>
public class Collections
{
    [Fact]
    public void None_runs_beside_the_tests() => Assert.Equal(GCLatencyMode.Batch, GCSettings.LatencyMode);

    [Fact]
    public void None_runs_beside_the_program()
    {
        string program = typeof(Program).Assembly.Location;
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(program, ".runtimeconfig.json")));
        Assert.False(settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty("System.GC.Concurrent").GetBoolean());
    }
}
