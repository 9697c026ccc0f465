using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Residua.Runs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Runs;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_is_written_is_read()
    {
        Dictionary<string, Tensor> tensors = new()
        {
            ["weight"] = tensor(new[] { 0.1f, -0f, float.NaN, 4, 5, 6 }, [2, 3]),
            ["bias"] = tensor([1.5, double.MaxValue]),
            ["steps"] = tensor(long.MinValue),
            ["order"] = tensor(new[] { 1, -2 }, [1, 2, 1]),
            ["pixels"] = tensor(new byte[] { 0, 255, 7 }),
            ["mask"] = tensor([true, false]),
            ["empty"] = zeros(0, 3),
            ["transposed"] = tensor(new long[] { 0, 1, 2, 3, 4, 5 }).reshape(2, 3).t(),
        };
        Dictionary<string, string> metadata = new() { ["format"] = "pt", ["θ \"quoted\""] = "line\nbreak é" };
        string path = _folder.File("a.safetensors");
        Safetensors.Write(path, tensors, metadata);
        using SafetensorsFile file = Safetensors.Read(path);
        Assert.Equal(Describe(tensors, metadata), Describe(file.Tensors, file.Metadata));
    }

    [Fact]
    public void Any_shape_and_name_round_trips() =>
        Gen.Select(Gen.Float.Array[0, 24], Gen.String[Gen.Char['\u0001', '\ud7ff'], 1, 8], Gen.Bool).Sample(
            (data, name, column) =>
            {
                using Tensor written = tensor(data, column ? [data.Length, 1] : [1, 1, data.Length]);
                string path = _folder.File("any.safetensors");
                Safetensors.Write(path, new Dictionary<string, Tensor> { [name] = written });
                using SafetensorsFile file = Safetensors.Read(path);
                return file.Metadata.Count == 0 && file.Tensors.Count == 1 && written.bytes.SequenceEqual(file.Tensors[name].bytes)
                    && file.Tensors[name].shape.SequenceEqual(written.shape);
            },
            iter: 200,
            threads: 1);

    [Fact]
    public void Equal_content_is_equal_bytes_and_each_tensor_is_aligned()
    {
        Tensor a = ones(3, uint8);
        Tensor b = ones(2, float64);
        Safetensors.Write(_folder.File("1"), new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b });
        Safetensors.Write(_folder.File("2"), new Dictionary<string, Tensor> { ["b"] = b, ["a"] = a });
        byte[] bytes = File.ReadAllBytes(_folder.File("1"));
        Assert.Equal(bytes, File.ReadAllBytes(_folder.File("2")));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
        Assert.Contains("\"b\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_damaged_byte_and_length_is_seen_and_no_tensor_stays()
    {
        string path = _folder.File("damaged.safetensors");
        Safetensors.Write(
            path,
            new Dictionary<string, Tensor> { ["w"] = ones(2, 3), ["n"] = ones(2, int64), ["mask"] = ones(3, @bool) },
            new Dictionary<string, string> { ["format"] = "pt" });
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Damage.EveryByte(path, Content);
        Damage.EveryLength(path, Content);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Tensors_read_within_a_scope_outlive_it()
    {
        string path = _folder.File("a.safetensors");
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["w"] = ones(2) });
        SafetensorsFile file;
        using (NewDisposeScope())
        {
            file = Safetensors.Read(path);
        }

        Assert.Equal(2, file.Tensors["w"].sum().item<float>());
        file.Dispose();
        Assert.True(file.Tensors["w"].IsInvalid);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "Duplicate")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "starts at byte 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "starts at byte 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "cover 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "needs 12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "none negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "overflows")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "overflows")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e1],"data_offsets":[0,40]}}""", 40, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4000000000000]}}""", 8, "cover 4000000000000")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", 4, "BF16")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "data_offsets")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "__metadata__")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "JSON")]
    [InlineData("[]", 0, "no JSON object")]
    [InlineData("{", 0, "JSON")]
    public void A_header_that_lies_is_refused(string header, int dataLength, string cause)
    {
        string path = _folder.File("lie.safetensors");
        byte[] text = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[dataLength]]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Safetensors.Read(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_a_reserved_key_and_a_type_are_refused()
    {
        string path = _folder.File("none.safetensors");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => Safetensors.Read(path)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Safetensors.Write(path, new Dictionary<string, Tensor>(), new Dictionary<string, string> { ["sha256"] = "" }));
        Assert.Throws<ArgumentException>(() => Safetensors.Write(path, new Dictionary<string, Tensor> { ["a"] = ones(1, float16) }));
        Assert.Throws<ArgumentException>(() => Safetensors.Write(path, new Dictionary<string, Tensor> { ["__metadata__"] = ones(1) }));
        Assert.Empty(_folder.Names);
    }

    private static string Content(string path)
    {
        using SafetensorsFile file = Safetensors.Read(path);
        return Describe(file.Tensors, file.Metadata);
    }

    internal static string Describe(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        string.Join('\n', tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
        {
            using Tensor contiguous = pair.Value.contiguous();
            return $"{pair.Key} {pair.Value.dtype} ({string.Join(", ", pair.Value.shape)}) {Convert.ToHexString(contiguous.bytes)}";
        }).Concat(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.ToString())));
}
