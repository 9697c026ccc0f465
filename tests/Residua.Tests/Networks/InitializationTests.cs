using Residua.Networks;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Networks;

public sealed class InitializationTests
{
    private const int N = 300;

    [Fact]
    public void Weights_have_the_mean_and_deviation_of_the_start()
    {
        double[] scaled = [.. Weights(new() { WeightMean = -8, WeightGain = 3 }).Select(weight => weight * N)];
        double mean = scaled.Average(), deviation = Math.Sqrt(scaled.Average(value => (value - mean) * (value - mean)));
        Assert.Equal(-8, mean, 5 * 3 / Math.Sqrt(N)); // five standard errors: 3 √N / N
        Assert.Equal(3, deviation / Math.Sqrt(N), 0.03);
    }

    [Fact]
    public void A_row_spread_shifts_each_row_by_one_normal_number()
    {
        const double Spread = 40;
        double[] plain = Weights(new() { WeightMean = -8 }), spread = Weights(new() { WeightMean = -8, WeightRowSpread = Spread });
        double[] shifts = [.. Enumerable.Range(0, N).Select(i => Shift(i, 0))];
        Assert.All(Enumerable.Range(0, N), i => Assert.All(Enumerable.Range(0, N), j => Assert.Equal(shifts[i], Shift(i, j), 1e-12)));
        double mean = shifts.Average(), deviation = Math.Sqrt(shifts.Average(shift => (shift - mean) * (shift - mean)));
        Assert.Equal(0, mean, 5 / Math.Sqrt(N));
        Assert.Equal(1, deviation, 5 / Math.Sqrt(2 * N));

        double Shift(int i, int j) => (spread[(i * N) + j] - plain[(i * N) + j]) * N / Spread;
    }

    [Fact]
    public void A_diagonal_is_added_to_the_neurons_own_weights_alone()
    {
        double[] plain = Weights(new()), diagonal = Weights(new() { WeightDiagonal = -0.5 });
        Assert.All(Enumerable.Range(0, N * N), k => Assert.Equal(k % (N + 1) == 0 ? plain[k] - 0.5 : plain[k], diagonal[k]));
    }

    [Fact]
    public void Neither_is_the_default() => Assert.Equal(
        Weights(new() { WeightMean = -8, WeightGain = 2 }), Weights(new() { WeightMean = -8, WeightGain = 2, WeightRowSpread = 0, WeightDiagonal = 0 }));

    private static double[] Weights(InitializationSpec start)
    {
        NetworkSpec spec = Small.Spec() with { Neurons = N, Initialization = start };
        using NetworkParameters parameters = NetworkParameters.Initialize(spec, 3, CPU);
        return parameters.All.First(pair => pair.Key == "layers.0.weight").Value.data<double>().ToArray();
    }
}
