using PublicApiGenerator;
using Residua.Systems;
using Xunit;

namespace Residua.Tests.Conventions;

/// <summary>The library's public API changes only on purpose.</summary>
public sealed class PublicApi
{
    [Fact]
    public void Is_as_the_snapshot_says()
    {
        string file = Path.Combine(Source.Root, "tests/Residua.Tests/Snapshots/PublicApi.txt");
        string api = typeof(IDepthMap).Assembly.GeneratePublicApi(new() { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("RESIDUA_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, api);
        }

        string[] snapshot = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n'), now = api.Split('\n');
        string added = string.Join("\n", now.Except(snapshot).Select(line => "+ " + line.Trim())), removed = string.Join("\n", snapshot.Except(now).Select(line => "- " + line.Trim()));
        Assert.True(snapshot.SequenceEqual(now), $"The public API changed; if so it should, run the tests with RESIDUA_UPDATE_SNAPSHOTS=1.\n{added}\n{removed}");
    }
}
