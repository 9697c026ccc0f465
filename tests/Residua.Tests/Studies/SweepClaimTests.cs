using Residua.App.Studies;
using Residua.Runs;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.Studies;

/// <summary>That two programs never sweep one study, and that the dead keep nobody out.</summary>
public sealed class SweepClaimTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_takes_it_and_leaves_nothing_behind()
    {
        using (SweepClaim.Take(_folder.Path))
        {
            Assert.Contains("is being swept by process", Assert.Throws<IOException>(() => SweepClaim.Take(_folder.Path)).Message);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        SweepClaim.Take(_folder.Path).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_many_at_once_one_takes_it(bool isLeftByTheDead)
    {
        if (isLeftByTheDead)
        {
            Leave(Environment.MachineName, int.MaxValue);
        }

        System.Collections.Concurrent.ConcurrentBag<SweepClaim> taken = [];
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            try
            {
                taken.Add(SweepClaim.Take(_folder.Path));
            }
            catch (IOException)
            {
                // Another was first.
            }
        });
        Assert.Single(taken).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("elsewhere")]
    public void What_the_dead_left_is_taken_over(string? host)
    {
        Leave(host ?? Environment.MachineName, int.MaxValue);
        using SweepClaim claim = SweepClaim.Take(_folder.Path, s_patience); // of another machine after its count has stood still
        Assert.Equal(Environment.ProcessId, SweepClaim.OwnerOf(_folder.Path)!.ProcessId);
    }

    [Fact]
    public void A_process_of_the_same_number_is_not_the_owner()
    {
        Leave(Environment.MachineName, Environment.ProcessId); // that started long ago
        SweepClaim.Take(_folder.Path).Dispose();
    }

    [Fact]
    public void An_owner_elsewhere_that_counts_is_alive()
    {
        SweepOwner owner = Leave("elsewhere", 1);
        using Timer counting = new(_ => ChecksummedJson.Write(Path.Combine(_folder["sweeping"], "owner.json"), owner with { Beats = owner.Beats + 1 }), null, 1000, Timeout.Infinite);
        Assert.Contains("on elsewhere", Assert.Throws<IOException>(() => SweepClaim.Take(_folder.Path, s_patience)).Message);
    }

    private SweepOwner Leave(string host, int process)
    {
        SweepOwner owner = new() { Token = "other", Host = host, ProcessId = process, Started = DateTime.UnixEpoch };
        Directory.CreateDirectory(_folder["sweeping"]);
        ChecksummedJson.Write(Path.Combine(_folder["sweeping"], "owner.json"), owner);
        return owner;
    }
}
