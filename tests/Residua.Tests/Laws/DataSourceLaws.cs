using Residua.Data;
using Xunit;

namespace Residua.Tests.Laws;

/// <summary>What every data set that can be opened here must obey.</summary>
public sealed class DataSourceLaws
{
    public static TheoryData<string> Names => [.. DataCatalog.All.Select(source => source.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Opens_twice_to_the_same_images_of_every_class(string name)
    {
        DataRequest request = new(null, null, default, AllowDownload: false);
        if (DataCatalog.Locate(name, request).State == DataState.Missing)
        {
            Assert.Skip($"{name} is not on this machine; set RESIDUA_DATA to a folder that holds {name}/.");
        }

        (DataSet first, DataSet second) = (DataCatalog.Open(name, request), DataCatalog.Open(name, request));
        Assert.Equal(first.Train.Pixels, second.Train.Pixels);
        Assert.Equal(first.Test.Labels, second.Test.Labels);
        foreach (ImageSet images in new[] { first.Train, first.Test })
        {
            Assert.Equal(images.Classes, images.Labels.Distinct().Count());
            Assert.Equal(images.Count * images.Rows * images.Columns, images.Pixels.Length);
            Assert.Equal(0, images.Pixels.Min());
            Assert.True(images.Pixels.Max() > 200);
        }
    }
}
