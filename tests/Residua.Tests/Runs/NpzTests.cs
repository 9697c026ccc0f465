using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Residua.Runs;
using Xunit;

namespace Residua.Tests.Runs;

public sealed class NpzTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        Dictionary<string, NpyArray> arrays = new()
        {
            ["float32"] = NpyArray.Of([0.1f, -0f, float.NaN, 4, 5, 6], 2, 3),
            ["float64"] = NpyArray.Of([double.Epsilon, double.NegativeInfinity], 2),
            ["int64"] = NpyArray.Of([long.MinValue, long.MaxValue], 1, 2, 1),
            ["int32"] = NpyArray.Of([int.MinValue, 3], 2),
            ["uint8"] = NpyArray.Of(new byte[] { 0, 255 }, 2),
            ["bool"] = NpyArray.Of([true, false, true], 3),
            ["scalar"] = NpyArray.Of([2.5]),
            ["empty"] = NpyArray.Of(Array.Empty<float>(), 0, 3),
            ["folder/θ"] = NpyArray.Of([1], 1),
        };
        string path = _folder.File("a.npz");
        Npz.Write(path, arrays);
        Assert.Equal(Describe(arrays), Describe(Npz.Read(path)));
    }

    [Fact]
    public void Any_array_round_trips() =>
        Gen.Select(Gen.Double.Array[0, 40], Gen.String[Gen.Char['\u0020', '\ud7ff'], 1, 8], Gen.Bool).Sample(
            (data, name, column) =>
            {
                Dictionary<string, NpyArray> arrays = new() { [name] = NpyArray.Of(data, column ? [data.Length, 1] : [1, 1, data.Length]) };
                string path = _folder.File("any.npz");
                Npz.Write(path, arrays);
                return Describe(arrays) == Describe(Npz.Read(path));
            },
            iter: 200,
            threads: 1);

    [Fact]
    public void Equal_content_is_equal_bytes()
    {
        NpyArray a = NpyArray.Of([1f], 1);
        NpyArray b = NpyArray.Of([2L], 1);
        Npz.Write(_folder.File("1"), new Dictionary<string, NpyArray> { ["a"] = a, ["b"] = b });
        Npz.Write(_folder.File("2"), new Dictionary<string, NpyArray> { ["b"] = b, ["a"] = a });
        Assert.Equal(File.ReadAllBytes(_folder.File("1")), File.ReadAllBytes(_folder.File("2")));
    }

    [Fact]
    public void Every_damaged_byte_and_length_is_seen()
    {
        string path = _folder.File("damaged.npz");
        Npz.Write(path, new Dictionary<string, NpyArray> { ["w"] = NpyArray.Of([1f, 2f], 2), ["mask"] = NpyArray.Of([true], 1) });
        Damage.EveryByte(path, Content);
        Damage.EveryLength(path, Content);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8, null)]
    [InlineData("{'shape': (1,2),'fortran_order':False,'descr':'<f4'}", 8, null)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4, null)]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }", 8, "'>f4'")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (2,), }", 4, "'<f2'")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", 8, "fortran_order")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'shape': (2,), }", 8, "fortran_order")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", 8, "header")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 8, "do not agree")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", 0, "no array can have")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", 0, "no array can have")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,), }", 8, "do not agree")]
    [InlineData("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", 2, "neither 0 nor 1", (byte)2)]
    public void A_header_is_read_or_refused_with_the_entry(string header, int dataLength, string? cause, byte fill = 0)
    {
        string path = _folder.File("foreign.npz");
        byte[] data = new byte[dataLength];
        Array.Fill(data, fill);
        byte[] text = Encoding.Latin1.GetBytes(header + "\n");
        Zip(path, "a.npy", [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)text.Length), .. text, .. data]);
        if (cause is null)
        {
            Assert.Equal(dataLength / 4, Npz.Read(path)["a"].Length);
            return;
        }

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Npz.Read(path));
        Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'a.npy'", error.Message, StringComparison.Ordinal);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_that_the_file_cannot_hold_takes_no_memory()
    {
        string path = _folder.File("lie.npz");
        byte[] text = Encoding.Latin1.GetBytes("{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000,), }\n");
        Zip(path, "a.npy", [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)text.Length), .. text]);
        byte[] zip = File.ReadAllBytes(path);
        int entry = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(entry + 24), 1_000_000_010 + text.Length); // the length when unpacked
        File.WriteAllBytes(path, zip);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Npz.Read(path));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Assert.Contains("more than the file can hold", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_are_refused()
    {
        string path = _folder.File("other.npz");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => Npz.Read(path)).Message, StringComparison.Ordinal);
        Zip(path, "readme.txt", [1, 2, 3]);
        Assert.Contains("'readme.txt'", Assert.Throws<InvalidDataException>(() => Npz.Read(path)).Message, StringComparison.Ordinal);
        Zip(path, "a.npy", new byte[1 << 20]);
        Assert.Contains("does not start", Assert.Throws<InvalidDataException>(() => Npz.Read(path)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Npz.Write(path, new Dictionary<string, NpyArray> { [""] = NpyArray.Of([1], 1) }));
    }

    [Fact]
    public void An_array_is_its_own_and_fits_its_shape()
    {
        float[] data = [1, 2];
        long[] shape = [2];
        NpyArray array = NpyArray.Of(data, shape);
        data[0] = 9;
        shape[0] = 9;
        Assert.Equal([1f, 2f], array.AsFloats());
        Assert.Equal([2L], array.Shape);
        Assert.Equal(typeof(float), array.ElementType);
        Assert.Throws<InvalidOperationException>(() => array.AsDoubles().Length);
        Assert.Throws<ArgumentException>(() => NpyArray.Of(data, 3));
        Assert.Throws<ArgumentException>(() => NpyArray.Of(data));
        Assert.Throws<ArgumentException>(() => NpyArray.Of(data, -1, -2));
    }

    internal static string Describe(IReadOnlyDictionary<string, NpyArray> arrays) =>
        string.Join('\n', arrays.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key} {pair.Value.ElementType.Name} ({string.Join(", ", pair.Value.Shape)}) {Bits(pair.Value)}"));

    private static string Bits(NpyArray array) => array.ElementType.Name switch
    {
        "Single" => string.Join(' ', array.AsFloats().ToArray().Select(BitConverter.SingleToInt32Bits)),
        "Double" => string.Join(' ', array.AsDoubles().ToArray().Select(BitConverter.DoubleToInt64Bits)),
        "Int64" => string.Join(' ', array.AsLongs().ToArray()),
        "Int32" => string.Join(' ', array.AsInts().ToArray()),
        "Byte" => string.Join(' ', array.AsBytes().ToArray()),
        _ => string.Join(' ', array.AsBools().ToArray()),
    };

    private static string Content(string path) => Describe(Npz.Read(path));

    private static void Zip(string path, string name, byte[] content)
    {
        using FileStream stream = File.Create(path);
        using ZipArchive archive = new(stream, ZipArchiveMode.Create);
        using Stream entry = archive.CreateEntry(name).Open();
        entry.Write(content);
    }
}
