using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Numerics;

public sealed class TensorArithmeticTests
{
    private static readonly double[] s_x = [-3.25, -1, -0.0, 0, 1e-300, 0.1, 1, 2, 7.75, 1e300], s_y = [0.5, -2, 3, 1, 1e-300, 0.3, 1, -0.5, 4, 2];
    private static readonly Tensor s_ones = ones(s_x.Length, float64), s_positive = tensor(s_y.Select(y => y > 0).ToArray());
    private static readonly Tensor s_index = tensor(Enumerable.Range(0, s_x.Length).Select(i => (long)i).ToArray());

    /// <summary>Each operation, and the same of two plain numbers.</summary>
    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Of, Func<double, double, double> Plain)> s_all = new()
    {
        ["add"] = ((x, y) => x.Add(y), (x, y) => x + y),
        ["add alpha"] = ((x, y) => x.Add(y, 0.25), (x, y) => x + (0.25 * y)), // exact factors, so that a fused sum has the same bits
        ["add number"] = ((x, _) => x.Add(0.7), (x, _) => x + 0.7),
        ["add_"] = ((x, y) => x.Add_(y), (x, y) => x + y),
        ["add_ alpha"] = ((x, y) => x.Add_(y, -2), (x, y) => x - (2 * y)),
        ["add_ number"] = ((x, _) => x.Add_(0.7), (x, _) => x + 0.7),
        ["addcmul_"] = ((x, y) => x.Addcmul_(y, s_ones, -2), (x, y) => x - (2 * y)),
        ["addcdiv_"] = ((x, y) => x.Addcdiv_(y, s_ones, -2), (x, y) => x - (2 * y)),
        ["sub"] = ((x, _) => x.Sub(0.7), (x, _) => x - 0.7),
        ["sub_"] = ((x, _) => x.Sub_(0.7), (x, _) => x - 0.7),
        ["rsub"] = ((x, _) => x.Rsub(0.7), (x, _) => 0.7 - x),
        ["mul"] = ((x, _) => x.Mul(0.7), (x, _) => x * 0.7),
        ["mul_"] = ((x, _) => x.Mul_(0.7), (x, _) => x * 0.7),
        ["div"] = ((x, _) => x.Div(3), (x, _) => x / 3),
        ["div_"] = ((x, _) => x.Div_(3), (x, _) => x / 3),
        ["rdiv"] = ((x, _) => x.Rdiv(3), (x, _) => 3 * (1 / x)),
        ["square"] = ((x, _) => x.Square(), (x, _) => x * x),
        ["square_"] = ((x, _) => x.Square_(), (x, _) => x * x),
        ["lt"] = ((x, _) => x.Lt(0.1), (x, _) => x < 0.1 ? 1 : 0),
        ["le"] = ((x, _) => x.Le(0.1), (x, _) => x <= 0.1 ? 1 : 0),
        ["gt"] = ((x, _) => x.Gt(0.1), (x, _) => x > 0.1 ? 1 : 0),
        ["ge"] = ((x, _) => x.Ge(0.1), (x, _) => x >= 0.1 ? 1 : 0),
        ["eq"] = ((x, _) => x.Eq(0), (x, _) => x == 0 ? 1 : 0),
        ["ne"] = ((x, _) => x.Ne(0), (x, _) => x != 0 ? 1 : 0),
        ["clamp_min"] = ((x, _) => x.ClampMin(0.1), (x, _) => Math.Max(x, 0.1)),
        ["clamp_min_"] = ((x, _) => x.ClampMin_(0.1), (x, _) => Math.Max(x, 0.1)),
        ["clamp_max"] = ((x, _) => x.ClampMax(0.1), (x, _) => Math.Min(x, 0.1)),
        ["clamp_"] = ((x, _) => x.Clamp_(-1.5, 2), (x, _) => Math.Clamp(x, -1.5, 2)),
        ["fill_"] = ((x, _) => x.Fill_(0.3), (_, _) => 0.3),
        ["masked_fill"] = ((x, _) => x.MaskedFill(s_positive, 0.3), (x, y) => y > 0 ? 0.3 : x),
        ["masked_fill_"] = ((x, _) => x.MaskedFill_(s_positive, 0.3), (x, y) => y > 0 ? 0.3 : x),
        ["index_add"] = ((x, y) => x.IndexAdd(0, s_index, y), (x, y) => x + y),
    };

    public static TheoryData<string> Names { get; } = [.. s_all.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_what_plain_numbers_give_and_leaves_no_tensor_behind(string name)
    {
        bool inPlace = name.Split(' ')[0].EndsWith('_');
        using Tensor x = tensor(s_x), y = tensor(s_y);
        long before = LiveTensors.Settled();
        Tensor found = s_all[name].Of(x, y);
        Assert.Equal(before + (inPlace ? 0 : 1), LiveTensors.Count);
        Assert.Equal(inPlace, ReferenceEquals(found, x));
        using Tensor wide = found.to(float64);
        Assert.Equal([.. s_x.Zip(s_y, s_all[name].Plain)], wide.data<double>().ToArray());
        Assert.Equal(s_y, y.data<double>().ToArray());
        if (!inPlace)
        {
            found.Dispose();
            Assert.Equal(s_x, x.data<double>().ToArray());
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void What_is_calculated_another_way_has_the_bits_of_the_tensor_library(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using Scalar two = 2, seven = 0.7, one = 1;
        Tensor x = cat([tensor(s_x), tensor(new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 3e30 })]).to(type);
        Assert.Equal(x.pow(two).bytes.ToArray(), x.Square().bytes.ToArray());
        Assert.Equal(x.negative().add(seven, one).bytes.ToArray(), x.Rsub(0.7).bytes.ToArray());
        Assert.Equal(x.reciprocal().mul(seven).bytes.ToArray(), x.Rdiv(0.7).bytes.ToArray());
    }

    [Fact]
    public void All_are_in_the_table() => Assert.Equal(
        [.. typeof(TensorArithmetic).GetMethods().Where(method => method.IsStatic).Select(method => Plain(method.Name)).Distinct().Order(StringComparer.Ordinal)],
        s_all.Keys.Select(name => Plain(name.Split(' ')[0])).Distinct().Order(StringComparer.Ordinal));

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
