using Residua.Data;
using Xunit;

namespace Residua.Tests.Data;

public sealed class IdxSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_are_looked_in_one_after_another()
    {
        foreach (var root in new[] { "cache", "environment", "root" })
        {
            var expected = ToyData.Write(Path.Combine(_folder[root], "toy"));
            var data = ToyData.Source().Open(Request());
            Assert.Equal((expected, true), (data.Origin, data.Verified));
            Assert.Equal(new DataLocation("toy", DataState.Verified, expected, ""), ToyData.Source().Locate(Request()));
        }
    }

    [Fact]
    public void A_root_that_lacks_a_file_goes_on_to_the_next()
    {
        ToyData.Write(Path.Combine(_folder["root"], "toy"));
        File.Delete(_folder["root/toy/train-labels-idx1-ubyte.gz"]);
        ToyData.Write(_folder["environment/toy"]);
        Assert.Equal(_folder["environment/toy"], ToyData.Source().Open(Request()).Origin);
    }

    [Fact]
    public void Absent_data_name_every_folder_and_the_way_out()
    {
        ToyData.Write(_folder["environment/toy"]);
        File.Delete(_folder["environment/toy/train-labels-idx1-ubyte.gz"]);
        var message = Assert.Throws<FileNotFoundException>(() => ToyData.Source().Open(Request())).Message;
        Assert.Contains(_folder["root/toy"], message);
        Assert.Contains(_folder["environment/toy"] + " (which lacks train-labels-idx1-ubyte)", message);
        Assert.Contains(_folder["cache/toy"], message);
        Assert.Contains("--data digits", message);
        var location = ToyData.Source().Locate(Request());
        Assert.Equal((DataState.Missing, null), (location.State, location.Origin));
        Assert.Contains(_folder["cache/toy"], location.Detail);
    }

    [Fact]
    public void A_file_with_another_checksum_is_refused_by_name()
    {
        ToyData.Write(_folder["root/toy"]);
        var path = _folder["root/toy/t10k-labels-idx1-ubyte.gz"];
        IdxFile.WriteLabels(path, [5, 6, 8]);
        var message = Assert.Throws<InvalidDataException>(() => ToyData.Source().Open(Request())).Message;
        Assert.StartsWith($"{path} is not the original file: the SHA-256", message);
        Assert.Equal(new DataLocation("toy", DataState.Damaged, _folder["root/toy"], message), ToyData.Source().Locate(Request()));
    }

    [Fact]
    public void Without_checksums_only_the_sizes_are_checked()
    {
        ToyData.Write(_folder["root/toy"]);
        var source = ToyData.Source(ToyData.WithoutChecksums, TimeSpan.Zero);
        IdxFile.WriteLabels(_folder["root/toy/t10k-labels-idx1-ubyte.gz"], [5, 6, 8]);
        Assert.False(source.Open(Request()).Verified);
        Assert.Equal(DataState.Unverified, source.Locate(Request()).State);
        IdxFile.WriteLabels(_folder["root/toy/t10k-labels-idx1-ubyte.gz"], [5, 6, 8, 9]);
        Assert.Contains("its sizes are 4, not 3", Assert.Throws<InvalidDataException>(() => source.Open(Request())).Message);
    }

    private DataRequest Request() => new(_folder["root"], null, CancellationToken.None, AllowDownload: false)
    {
        EnvironmentRoot = _folder["environment"],
        CacheRoot = _folder["cache"],
    };
}
