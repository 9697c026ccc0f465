using Residua.Dynamics;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

public sealed class NoiseFormTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 9, 2)]
    [InlineData(20, 30, 3)]
    public void Every_line_of_eq_5_is_the_difference_of_two_growths(int samples, int neurons, ulong seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(seed, CPU);
        Tensor y = Draw(samples, neurons), noise = Draw(samples, neurons).Sub(0.5), weight = Draw(neurons, neurons).Sub(0.5).Mul(6);
        Tensor truth = ResidualNoiseFlow.Derivative(y, noise, weight);
        for (int line = 1; line <= ResidualNoiseFlow.Lines; line++)
        {
            Assert.True(Small.RelativeDifference(ResidualNoiseFlow.Printed(line, y, noise, weight), truth) < 1e-12, $"line {line}");
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ResidualNoiseFlow.Printed(5, y, noise, weight));

        Tensor Draw(int rows, int columns) => rand([rows, columns], float64, CPU, generator: generator);
    }

    [Fact]
    public void Growth_of_one_neuron_is_the_logistic_equation()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = tensor(new[,] { { 0.25 }, { 1.0 }, { 0.0 } }), weight = tensor(new[,] { { 2.0 } });
        Assert.Equal([0.25 * 0.75 * 2 * 0.25, 0, 0], ResidualNoiseFlow.Growth(y, weight).data<double>().ToArray());
        // ξ = 0.25: F(0.5) - F(0.25) = 0.25 - 0.09375.
        Assert.Equal(0.25 - 0.09375, ResidualNoiseFlow.Derivative(y, empty_like(y).Fill_(0.25), weight)[0, 0].item<double>(), 1e-15);
    }

    [Fact]
    public void The_corrected_series_of_a_perceptron_is_that_of_the_layer()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(5, CPU);
        Tensor y = rand([3, 8], float64, CPU, generator: generator), direction = rand([3, 8], float64, CPU, generator: generator).Sub(0.5);
        Tensor weight = rand([8, 8], float64, CPU, generator: generator).Sub(0.5).Mul(4), q = y.mm(weight.t()).sigmoid();
        (double first, double second) = Remainder(1e-3);
        (double firstHalf, double secondHalf) = Remainder(0.5e-3);
        Assert.Equal(4, first / firstHalf, 0.05); // of second order
        Assert.Equal(8, second / secondHalf, 0.1); // of third
        Assert.True(second < first / 100);

        (double First, double Second) Remainder(double size)
        {
            Tensor noise = direction.Mul(size), truth = y.Add(noise).mm(weight.t()).sigmoid() - q - noise;
            return (
                (PerceptronNoiseFlow.FirstOrder(q, noise, weight) - truth).norm().item<double>(),
                (PerceptronNoiseFlow.SecondOrder(q, noise, weight) - truth).norm().item<double>());
        }
    }

    [Fact]
    public void The_printed_series_drops_W()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor q = tensor(new[,] { { 0.2, 0.5 } }), noise = tensor(new[,] { { 0.1, -0.2 } });
        double[] first = PerceptronNoiseFlow.FirstOrder(q, noise, null).data<double>().ToArray(), second = PerceptronNoiseFlow.SecondOrder(q, noise, null).data<double>().ToArray();
        Assert.Equal(0.1 * (0.2 - 0.04 - 1), first[0], 1e-15); // ξ(q - q² - 1), as eq. 7 ends
        Assert.Equal(-0.1 + (0.1 * 0.2 * 0.8 * (1 + (0.05 * 0.6))), second[0], 1e-15); // eq. 8
        Assert.Equal(first[1], second[1], 1e-15); // at q = ½ the second order is nothing
        Assert.True(Small.RelativeDifference(PerceptronNoiseFlow.SecondOrder(q, noise, eye(2, dtype: float64)), PerceptronNoiseFlow.SecondOrder(q, noise, null)) < 1e-15);
    }

    [Fact]
    public void Radius_and_singular_value_of_known_matrices()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor slope = tensor(new[,] { { 0.25, 0.25 }, { 0.25, 0.0 }, { 0.0, 0.0 } });
        Tensor diagonal = tensor(new[,] { { 8.0, 0 }, { 0, -12 } });
        Close([3, 2, 0], PerceptronJacobian.SpectralRadius(slope, diagonal, 100, 1), 1e-3);
        Close([3, 2, 0], PerceptronJacobian.LargestSingularValue(slope, diagonal, 100, 1), 1e-9);

        // A turn by a right angle: eigenvalues ±2i; and a shear with both eigenvalues 1 and a large singular value.
        Tensor quarter = empty([1, 2], float64).Fill_(0.25);
        Close([2], PerceptronJacobian.SpectralRadius(quarter, tensor(new[,] { { 0.0, -8 }, { 8, 0 } }), 100, 1), 1e-9);
        Close([Math.Sqrt((102 + Math.Sqrt((102 * 102) - 4)) / 2)], PerceptronJacobian.LargestSingularValue(quarter, tensor(new[,] { { 4.0, 40 }, { 0, 4 } }), 100, 1), 1e-9);

        static void Close(double[] expected, double[] actual, double tolerance) =>
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Fact]
    public void Radius_of_a_random_matrix_is_that_of_its_eigenvalues()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(2, CPU);
        Tensor weight = randn([40, 40], float64, CPU, generator: generator), slope = rand([2, 40], float64, CPU, generator: generator);
        double[] radii = PerceptronJacobian.SpectralRadius(slope, weight, 400, 1), values = PerceptronJacobian.LargestSingularValue(slope, weight, 400, 1);
        for (int b = 0; b < 2; b++)
        {
            Tensor jacobian = slope[b].unsqueeze(1) * weight;
            Assert.Equal(1, radii[b] / linalg.eigvals(jacobian).abs().max().item<double>(), 0.03);
            Assert.Equal(1, values[b] / linalg.svdvals(jacobian).max().item<double>(), 1e-4);
        }
    }
}
