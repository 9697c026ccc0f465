using Residua.Data;
using Xunit;

namespace Residua.Tests.Data;

public sealed class DataCatalogTests
{
    private static readonly DataRequest Local = new(null, null, CancellationToken.None, AllowDownload: false);

    [Fact]
    public void Every_source_has_a_name_for_a_folder_and_a_sentence()
    {
        Assert.Equal(DataCatalog.All.Count, DataCatalog.All.Select(source => source.Name).Distinct().Count());
        Assert.All(DataCatalog.All, source =>
        {
            Assert.Matches("^[a-z][a-z0-9-]*$", source.Name);
            Assert.Matches("^[A-Z].*\\.$", source.Description);
        });
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("fashion-mnist")]
    [InlineData("kmnist")]
    [InlineData("MNIST")]
    public void Published_sets_that_are_absent_say_so(string name)
    {
        using var empty = new TemporaryFolder();
        var request = Local with { EnvironmentRoot = null, CacheRoot = empty.Path };
        var message = Assert.Throws<FileNotFoundException>(() => DataCatalog.Open(name, request)).Message;
        Assert.Contains(empty[name.ToLowerInvariant()], message);
        Assert.Equal(DataState.Missing, DataCatalog.Locate(name, request).State);
    }

    [Fact]
    public void What_is_neither_a_name_nor_a_folder_is_refused_with_the_names()
    {
        var message = Assert.Throws<DirectoryNotFoundException>(() => DataCatalog.Open("mnsit", Local)).Message;
        Assert.Contains("'mnsit' is neither a data set (", message);
        Assert.Contains("mnist, fashion-mnist, kmnist", message);
        Assert.Contains("fashion-mnist", Assert.Throws<ArgumentException>(() => DataCatalog.Fetch("mnsit", Local)).Message);
    }

    [Fact]
    public void Real_MNIST_is_read_verified_and_counted()
    {
        if (DataCatalog.Locate("mnist", Local) is { State: DataState.Missing } missing)
        {
            Assert.Skip($"MNIST is not on this machine; name its data root in RESIDUA_DATA. {missing.Detail}");
        }
        var data = DataCatalog.Open("mnist", Local);
        Assert.True(data.Verified);
        Assert.Equal((60_000, 10_000, 28, 28, 10), (data.Train.Count, data.Test.Count, data.Train.Rows, data.Train.Columns, data.Train.Classes));
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], data.Train.Labels.CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value));
        Assert.Equal(33.318, data.Train.Pixels.Average(pixel => (double)pixel), 0.001);
        Assert.Equal(new DataLocation("mnist", DataState.Verified, data.Origin, ""), DataCatalog.Fetch("mnist", Local));
    }
}
