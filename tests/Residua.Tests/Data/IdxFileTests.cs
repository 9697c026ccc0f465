using System.Buffers.Binary;
using System.IO.Compression;
using CsCheck;
using Residua.Data;
using Xunit;

namespace Residua.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<bool> RawAndGzipped { get; } = [false, true];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(RawAndGzipped))]
    public void Images_come_back_as_they_were_written(bool gzipped)
    {
        var path = _folder[gzipped ? "images.gz" : "images"];
        (from count in Gen.Int[1, 20]
         from rows in Gen.Int[1, 9]
         from columns in Gen.Int[1, 9]
         from pixels in Gen.Byte.Array[count * rows * columns]
         select (count, rows, columns, pixels)).Sample(sample =>
         {
             IdxFile.WriteImages(path, sample.pixels, sample.rows, sample.columns);
             var read = IdxFile.ReadImages(path);
             Assert.Equal((sample.count, sample.rows, sample.columns), (read.Count, read.Rows, read.Columns));
             Assert.Equal(sample.pixels, read.Pixels);
         }, iter: 50, threads: 1);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [MemberData(nameof(RawAndGzipped))]
    public void Labels_come_back_as_they_were_written(bool gzipped)
    {
        var path = _folder[gzipped ? "labels.gz" : "labels"];
        Gen.Byte.Array[1, 50].Sample(labels =>
        {
            IdxFile.WriteLabels(path, labels);
            Assert.Equal(labels, IdxFile.ReadLabels(path));
        }, iter: 50, threads: 1);
    }

    [Fact]
    public void Content_larger_than_one_chunk_comes_back_whole()
    {
        var pixels = new byte[3_000_001];
        pixels.AsSpan().Fill(7);
        pixels[^1] = 9;
        IdxFile.WriteImages(_folder["large.gz"], pixels, 1, 1);
        Assert.True(pixels.AsSpan().SequenceEqual(IdxFile.ReadImages(_folder["large.gz"]).Pixels));
    }

    [Fact]
    public void Gzip_is_known_by_its_content()
    {
        IdxFile.WriteLabels(_folder["a.gz"], [1, 2]);
        IdxFile.WriteLabels(_folder["b"], [3, 4]);
        File.Move(_folder["a.gz"], _folder["a"]);
        File.Move(_folder["b"], _folder["b.gz"]);
        Assert.Equal([1, 2], IdxFile.ReadLabels(_folder["a"]));
        Assert.Equal([3, 4], IdxFile.ReadLabels(_folder["b.gz"]));
    }

    [Theory]
    [MemberData(nameof(RawAndGzipped))]
    public void A_truncated_file_is_refused(bool gzipped) =>
        Assert.Contains("is truncated: its header promises 20 bytes, but there are 19", Refused(Images([1, 2, 2], 3), gzipped));

    [Theory]
    [MemberData(nameof(RawAndGzipped))]
    public void An_oversized_file_is_refused(bool gzipped) =>
        Assert.Contains("is too long: its header promises 20 bytes", Refused(Images([1, 2, 2], 5), gzipped));

    [Theory]
    [MemberData(nameof(RawAndGzipped))]
    public void A_file_that_ends_within_its_header_is_refused(bool gzipped)
    {
        Assert.Contains("ends after 10 bytes, within the header of 16", Refused(Images([1, 2, 2], 4)[..10], gzipped));
        Assert.Contains("ends after 0 bytes", Refused([], gzipped));
    }

    [Theory]
    [MemberData(nameof(RawAndGzipped))]
    public void A_wrong_magic_number_is_refused(bool gzipped)
    {
        Assert.Contains("does not hold images: it begins with 2049, which stands for labels", Refused(Bytes([2049, 3], 3), gzipped));
        Assert.Contains("it begins with 0x3C21444F", Refused([.. "<!DOCTYPE html>"u8], gzipped));
    }

    [Theory]
    [InlineData(0, 28, 28)]
    [InlineData(1, 0, 28)]
    [InlineData(-1, -1, -1)]
    [InlineData(int.MaxValue, int.MaxValue, 1)]
    [InlineData(1_400_000, 28, 28)]
    public void An_impossible_header_is_refused_before_anything_is_allocated(int count, int rows, int columns)
    {
        foreach (var gzipped in new[] { false, true })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains("has an impossible header: it claims", Refused(Images([count, rows, columns], 10), gzipped));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Theory]
    [MemberData(nameof(RawAndGzipped))]
    public void A_header_that_claims_much_more_than_there_is_allocates_little(bool gzipped)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("is truncated", Refused(Images([1_000_000, 28, 28], 10), gzipped));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
    }

    [Fact]
    public void A_gzip_stream_cut_short_or_altered_is_refused()
    {
        IdxFile.WriteImages(_folder["images.gz"], [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * i / 7))], 2, 2);
        var whole = File.ReadAllBytes(_folder["images.gz"]);
        File.WriteAllBytes(_folder["images.gz"], whole[..(whole.Length / 2)]);
        Assert.Contains(_folder["images.gz"], Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(_folder["images.gz"])).Message);
        // The checksum lies in the eight bytes at the end.
        whole[^6] ^= 1;
        File.WriteAllBytes(_folder["images.gz"], whole);
        Assert.Contains("cannot be decompressed", Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(_folder["images.gz"])).Message);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains(_folder["none"], Assert.Throws<FileNotFoundException>(() => IdxFile.ReadLabels(_folder["none"])).Message);

    [Fact]
    public void What_is_no_image_is_not_written()
    {
        Assert.Throws<ArgumentException>(() => IdxFile.WriteImages(_folder["x"], [1, 2, 3], 2, 2));
        Assert.Throws<ArgumentException>(() => IdxFile.WriteImages(_folder["x"], [], 2, 2));
        Assert.Throws<ArgumentException>(() => IdxFile.WriteImages(_folder["x"], [1], -1, -1));
        Assert.Throws<ArgumentException>(() => IdxFile.WriteLabels(_folder["x"], []));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static byte[] Images(int[] sizes, int body) => Bytes([2051, .. sizes], body);

    private static byte[] Bytes(int[] header, int body)
    {
        var bytes = new byte[(4 * header.Length) + body];
        for (var i = 0; i < header.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), header[i]);
        }
        return bytes;
    }

    // The message of the error that reading these bytes as images ends in; it must name the file.
    private string Refused(byte[] bytes, bool gzipped)
    {
        var path = _folder["bad"];
        using (Stream file = File.Create(path), target = gzipped ? new GZipStream(file, CompressionLevel.Fastest) : file)
        {
            target.Write(bytes);
        }
        var message = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path)).Message;
        Assert.StartsWith(path, message);
        Assert.EndsWith(".", message);
        return message;
    }
}
