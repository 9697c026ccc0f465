using Residua.App;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Conventions;

/// <summary>
/// No number or generator of the tensor library lives in a temporary only, whatever the collector does: in the library,
/// the program, the tests and the benchmarks. So nobody who references the library needs settings of the collector for
/// right numbers.
/// </summary>
public sealed class NativeNumbers
{
    // Reference optimisers are TorchSharp's own, as others use them: what they make is theirs.
    private static readonly string[] s_exempt = [nameof(Careless), "EagerAutograd", "OptimizerTests"];

    private static readonly Lazy<NativeTemporaries> s_scan = new(() => new NativeTemporaries(typeof(torch).Assembly.Location));

    public static TheoryData<string> Assemblies { get; } =
    [
        typeof(IDepthMap).Assembly.Location,
        typeof(Program).Assembly.Location,
        typeof(NativeNumbers).Assembly.Location,
        Path.Combine(Source.Root, "bench/Residua.Benchmarks/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/Residua.Benchmarks.dll"),
    ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void None_lives_in_a_temporary(string assembly)
    {
        Assert.True(File.Exists(assembly), $"{assembly} is not there: build the whole solution first.");
        string[] lost = [.. s_scan.Value.Find(assembly).Where(one => !s_exempt.Contains(one.Method.DeclaringType.Name)).Select(one => one.Words)];
        Assert.True(lost.Length == 0, $"A number may be freed while it is read; use {nameof(TensorArithmetic)}, or 'using Scalar'.\n{string.Join('\n', lost)}");
    }

    [Fact]
    public void Each_way_to_lose_one_is_found()
    {
        string[] methods = [.. typeof(Careless).GetMethods().Where(method => method.DeclaringType == typeof(Careless) && method.IsStatic).Select(method => method.Name)];
        string[] found = [.. s_scan.Value.Find(typeof(Careless).Assembly.Location).Where(one => one.Method.DeclaringType.Name == nameof(Careless)).Select(one => one.Method.Name).Distinct()];
        Assert.Equal(methods.Where(name => !name.StartsWith("Kept", StringComparison.Ordinal)).Order(), found.Order());
        Assert.InRange(s_scan.Value.Makers, 300, 3000);
    }

    /// <summary>Ways to lose one, and, by names that begin so, ways to keep it.</summary>
    private static class Careless
    {
        private static readonly Scalar s_half = 0.5;

        public static Tensor Kept_in_a_field(Tensor x) => x.mul(s_half);

        public static Tensor Kept_by_using(Tensor x)
        {
            using Scalar two = 2;
            return x.mul(two);
        }

        public static Tensor Kept_generator(long seed)
        {
            using Generator generator = new((ulong)seed, CPU);
            return rand([3], generator: generator);
        }

        public static Tensor Kept_product(Tensor x, Tensor y) => x * y - y;

        public static Tensor Implicit(Tensor x) => x.mul(2);

        public static Tensor Explicit(Tensor x) => x.mul((Scalar)2.0);

        public static Tensor Extension(Tensor x) => x.mul(2.0.ToScalar());

        public static Tensor Operator(Tensor x) => x * 2;

        public static Tensor Difference(Tensor x) => 1 - x;

        public static Tensor Comparison(Tensor x) => x > 0;

        public static Tensor Sum(Tensor x, Tensor y) => x + y;

        public static Tensor Sum_method(Tensor x, Tensor y) => x.add(y);

        public static Tensor Sum_static(Tensor x, Tensor y) => torch.add(x, y);

        public static Tensor Square(Tensor x) => x.square();

        public static void Compound(Tensor x, Tensor y)
        {
            x += y;
            x.Dispose();
        }

        public static Tensor Local(Tensor x)
        {
            Scalar two = 2;
            return x.mul(two);
        }

        public static Func<Tensor, Tensor, Tensor> Method_group() => torch.add;

        public static Tensor Read(Tensor x, Tensor of) => x.mul(of.ToScalar());

        public static Tensor Created() => full([2], 0.5);

        public static Tensor Range() => arange(3);

        public static void Virtual(optim.Optimizer optimizer) => optimizer.step();

        public static Tensor Drawn() => rand([3], generator: new Generator(1, CPU));
    }
}
