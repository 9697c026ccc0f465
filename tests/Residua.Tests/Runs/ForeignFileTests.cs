using Residua.Runs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Runs;

/// <summary>Files that other programs wrote; Reference/make_fixtures.py makes them.</summary>
public sealed class ForeignFileTests
{
    private static readonly Dictionary<string, NpyArray> Arrays = new()
    {
        ["float32"] = NpyArray.Of([-0.5f, -0.25f, 0f, 0.25f, 0.5f, 0.75f], 2, 3),
        ["float64"] = NpyArray.Of([0.1, -0.0, BitConverter.Int64BitsToDouble(0x7ff8000000000000), double.PositiveInfinity, double.Epsilon, double.MaxValue], 6),
        ["int64"] = NpyArray.Of([long.MinValue, long.MaxValue], 2),
        ["int32"] = NpyArray.Of([int.MinValue, int.MaxValue], 2, 1),
        ["uint8"] = NpyArray.Of(new byte[] { 0, 51, 102, 153, 204, 255 }, 6),
        ["bool"] = NpyArray.Of([true, false, true], 3),
        ["scalar"] = NpyArray.Of([2.5]),
        ["empty"] = NpyArray.Of(Array.Empty<float>(), 0, 3),
    };

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    [InlineData("version2.npz")]
    public void An_npz_by_NumPy_is_read(string name)
    {
        Dictionary<string, NpyArray> expected = new(Arrays) { ["fortran"] = NpyArray.Of([.. Enumerable.Range(0, 24)], 2, 3, 4) };
        Assert.Equal(NpzTests.Describe(expected), NpzTests.Describe(Npz.Read(Fixture(name))));
    }

    [Theory]
    [InlineData("float16.npz", "'half.npy' has the data type '<f2'")]
    [InlineData("big-endian.npz", "'big.npy' has the data type '>f8'")]
    [InlineData("structured.npz", "'pairs.npy' has the .npy header")]
    public void An_npz_of_other_types_is_refused(string name, string cause) =>
        Assert.Contains(cause, Assert.Throws<InvalidDataException>(() => Npz.Read(Fixture(name))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("plain.safetensors")]
    [InlineData("hashed.safetensors")]
    public void A_safetensors_file_is_read(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using SafetensorsFile file = Safetensors.Read(Fixture(name));
        Dictionary<string, Tensor> expected = Arrays.ToDictionary(pair => pair.Key, pair => AsTensor(pair.Value));
        Dictionary<string, string> metadata = new() { ["format"] = "pt", ["note"] = "café θ" };
        Assert.Equal(SafetensorsTests.Describe(expected, metadata), SafetensorsTests.Describe(file.Tensors, file.Metadata));
    }

    [Fact]
    public void A_foreign_checksum_is_verified()
    {
        using TempFolder folder = new();
        string path = folder.File("hashed.safetensors");
        byte[] bytes = File.ReadAllBytes(Fixture("hashed.safetensors"));
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("checksum of its data", Assert.Throws<InvalidDataException>(() => Safetensors.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_safetensors_file_of_halves_is_refused() =>
        Assert.Contains("F16", Assert.Throws<InvalidDataException>(() => Safetensors.Read(Fixture("float16.safetensors"))).Message, StringComparison.Ordinal);

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Reference", "fixtures", name);

    private static Tensor AsTensor(NpyArray array) => array.ElementType.Name switch
    {
        "Single" => tensor(array.AsFloats().ToArray(), [.. array.Shape]),
        "Double" => tensor(array.AsDoubles().ToArray(), [.. array.Shape]),
        "Int64" => tensor(array.AsLongs().ToArray(), [.. array.Shape]),
        "Int32" => tensor(array.AsInts().ToArray(), [.. array.Shape]),
        "Byte" => tensor(array.AsBytes().ToArray(), [.. array.Shape]),
        _ => tensor(array.AsBools().ToArray(), [.. array.Shape]),
    };
}
