using Residua.Data;
using Xunit;

namespace Residua.Tests.Data;

public sealed class IdxFolderTests : IDisposable
{
    private static readonly DataRequest Request = new(null, null, CancellationToken.None, AllowDownload: false);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", '-')]
    [InlineData(".gz", '-')]
    [InlineData("", '.')]
    [InlineData(".gz", '.')]
    public void Any_folder_opens_in_every_spelling(string suffix, char separator)
    {
        var data = DataCatalog.Open(ToyData.Write(_folder["mine"], suffix, separator), Request);
        Assert.Equal(("mine", false, _folder["mine"]), (data.Name, data.Verified, data.Origin));
        Assert.Equal(ToyData.TrainPixels, data.Train.Pixels);
        Assert.Equal(ToyData.TrainLabels, data.Train.Labels);
        Assert.Equal(ToyData.TestPixels, data.Test.Pixels);
        Assert.Equal(ToyData.TestLabels, data.Test.Labels);
        Assert.Equal((2, 4, 10), (data.Test.Rows, data.Test.Columns, data.Test.Classes));
        Assert.Equal(new DataLocation("mine", DataState.Unverified, _folder["mine"], ""), DataCatalog.Locate(_folder["mine"] + "/", Request));
    }

    [Fact]
    public void Labels_that_do_not_belong_to_the_images_are_refused()
    {
        ToyData.Write(_folder.Path);
        IdxFile.WriteLabels(_folder["t10k-labels-idx1-ubyte.gz"], [1, 2, 3, 4]);
        Refused("4 labels for 3 images", "t10k-labels-idx1-ubyte.gz");
    }

    [Fact]
    public void A_label_out_of_range_is_refused()
    {
        ToyData.Write(_folder.Path);
        IdxFile.WriteLabels(_folder["train-labels-idx1-ubyte.gz"], [0, 1, 2, 3, 10, 5]);
        Refused("label 10 at index 4, outside 0..9", "train-labels-idx1-ubyte.gz");
    }

    [Fact]
    public void Images_of_two_sizes_are_refused()
    {
        ToyData.Write(_folder.Path);
        IdxFile.WriteImages(_folder["t10k-images-idx3-ubyte.gz"], ToyData.TestPixels, 4, 2);
        Refused("training images are 2 x 4 pixels, its test images 4 x 2", "");
    }

    [Fact]
    public void A_folder_that_lacks_a_file_is_refused_with_its_name()
    {
        ToyData.Write(_folder.Path);
        File.Delete(_folder["t10k-labels-idx1-ubyte.gz"]);
        var message = Assert.Throws<FileNotFoundException>(() => DataCatalog.Open(_folder.Path, Request)).Message;
        Assert.Contains($"{_folder.Path} lacks t10k-labels-idx1-ubyte;", message);
        Assert.Equal(DataState.Missing, DataCatalog.Locate(_folder.Path, Request).State);
    }

    private void Refused(string expected, string file)
    {
        var message = Assert.Throws<InvalidDataException>(() => DataCatalog.Open(_folder.Path, Request)).Message;
        Assert.Contains(expected, message);
        Assert.Contains(Path.TrimEndingDirectorySeparator(_folder[file]), message);
        var location = DataCatalog.Locate(_folder.Path, Request);
        Assert.Equal((DataState.Damaged, message), (location.State, location.Detail));
    }
}
