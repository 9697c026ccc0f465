using CsCheck;
using Residua.Data;
using Xunit;

namespace Residua.Tests.Data;

public sealed class ImageSetTests
{
    private static readonly Gen<ImageSet> Sets =
        from count in Gen.Int[2, 30]
        from rows in Gen.Int[1, 6]
        from columns in Gen.Int[1, 6]
        from pixels in Gen.Byte.Array[count * rows * columns]
        from labels in Gen.Byte[0, 9].Array[count]
        select new ImageSet(pixels, labels, rows, columns);

    [Fact]
    public void Image_is_the_row_of_pixels_at_its_index() =>
        Assert.Equal([5, 6, 7, 8], new ImageSet([1, 2, 3, 4, 5, 6, 7, 8], [0, 1], 2, 2).Image(1).ToArray());

    [Fact]
    public void Pool_is_the_mean_of_each_cell_with_halves_up()
    {
        var images = new ImageSet(
        [
            0, 1, 255, 255,
            0, 1, 255, 254,
            10, 20, 1, 0,
            30, 40, 0, 0,

            8, 8, 0, 0,
            8, 8, 0, 0,
            1, 2, 0, 3,
            3, 4, 0, 0,
        ], [3, 4], 4, 4);
        var pooled = images.Pool(2);
        Assert.Equal([1, 255, 25, 0, 8, 0, 3, 1], pooled.Pixels);
        Assert.Equal((2, 2, 2), (pooled.Count, pooled.Rows, pooled.Columns));
        Assert.Equal(images.Labels, pooled.Labels);
    }

    [Fact]
    public void Pool_by_three_and_of_oblong_images() =>
        Assert.Equal([2, 5], new ImageSet([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6], [0], 3, 6).Pool(3).Pixels);

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(4)]
    public void Pool_by_what_does_not_divide_the_sides_is_refused(int factor) =>
        Assert.Contains("2 x 4", Assert.Throws<ArgumentException>(() => new ImageSet(new byte[8], [0], 2, 4).Pool(factor)).Message);

    [Fact]
    public void Split_is_a_partition_and_the_same_for_the_same_seed() => (
        from images in Sets
        from validation in Gen.Int[1, images.Count - 1]
        from seed in Gen.Int
        select (images, validation, seed)).Sample(sample =>
        {
            // Numbered images, so that each can be told from every other.
            var numbered = new ImageSet([.. Enumerable.Range(0, sample.images.Count).Select(i => (byte)i)], sample.images.Labels, 1, 1);
            var (train, validation) = numbered.Split(sample.validation, sample.seed);
            var again = numbered.Split(sample.validation, sample.seed);
            Assert.Equal(sample.validation, validation.Count);
            Assert.Equal(numbered.Pixels, train.Pixels.Concat(validation.Pixels).Order());
            Assert.Equal(validation.Pixels, again.Validation.Pixels);
            Assert.Equal(train.Pixels, again.Train.Pixels);
            Assert.All(train.Pixels.Zip(train.Labels), pair => Assert.Equal(numbered.Labels[pair.First], pair.Second));
        }, iter: 200);

    [Fact]
    public void Split_depends_on_the_seed_and_takes_from_everywhere()
    {
        var images = new ImageSet([.. Enumerable.Range(0, 100).Select(i => (byte)i)], new byte[100], 1, 1);
        Assert.NotEqual(images.Split(20, 1).Validation.Pixels, images.Split(20, 2).Validation.Pixels);
        var hits = new int[100];
        for (var seed = 0; seed < 1000; seed++)
        {
            foreach (var index in images.Split(20, seed).Validation.Pixels)
            {
                hits[index]++;
            }
        }
        // 200 expected, standard deviation 12.6.
        Assert.All(hits, hit => Assert.InRange(hit, 137, 263));
    }

    [Fact]
    public void Split_of_a_seed_never_changes() =>
        Assert.Equal(
            [1, 7, 8],
            new ImageSet([.. Enumerable.Range(0, 10).Select(i => (byte)i)], new byte[10], 1, 1).Split(3, 7).Validation.Pixels);

    [Fact]
    public void Take_is_Select_of_the_first() => (
        from images in Sets
        from count in Gen.Int[1, images.Count]
        select (images, count)).Sample(sample =>
        {
            var taken = sample.images.Take(sample.count);
            var selected = sample.images.Select(Enumerable.Range(0, sample.count).ToArray());
            Assert.Equal(selected.Pixels, taken.Pixels);
            Assert.Equal(selected.Labels, taken.Labels);
        }, iter: 100);

    [Fact]
    public void Select_keeps_the_order_asked_for()
    {
        var selected = new ImageSet([1, 2, 3, 4], [5, 6], 1, 2).Select([1, 0, 1]);
        Assert.Equal([3, 4, 1, 2, 3, 4], selected.Pixels);
        Assert.Equal([6, 5, 6], selected.Labels);
    }

    [Fact]
    public void Sizes_and_labels_that_do_not_fit_are_refused()
    {
        Assert.Contains("need 8 pixels, but there are 7", Refused(() => new ImageSet(new byte[7], [0, 1], 2, 2)));
        Assert.Contains("Label 10 of image 1 is outside 0..9", Refused(() => new ImageSet(new byte[8], [0, 10], 2, 2)));
        Assert.Contains("at least one image", Refused(() => new ImageSet([], [], 2, 2)));
        Assert.Contains("0 x 2", Refused(() => new ImageSet([], [0], 0, 2)));
        Assert.Contains("257 classes", Refused(() => new ImageSet([1], [0], 1, 1, 257)));
        Assert.Equal(255, new ImageSet([1], [255], 1, 1, 256).Labels[0]);
    }

    [Fact]
    public void Counts_and_indices_out_of_range_are_refused()
    {
        var images = new ImageSet([1, 2], [0, 1], 1, 1);
        Assert.Contains("take 3 images from a set of 2", Refused(() => images.Take(3)));
        Assert.Contains("take 0", Refused(() => images.Take(0)));
        Assert.Contains("no image 2", Refused(() => images.Image(2).ToArray()));
        Assert.Contains("no image -1", Refused(() => images.Select([-1])));
        Assert.Contains("at least one image", Refused(() => images.Select([])));
        Assert.Contains("2 of 2", Refused(() => images.Split(2, 0)));
        Assert.Contains("0 of 2", Refused(() => images.Split(0, 0)));
    }

    private static string Refused(Func<object> action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
