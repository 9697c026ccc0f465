using Residua.Dynamics;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

public sealed class ReducedEigenvaluesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Agree_with_the_whole_matrix_in_float64(bool flow)
    {
        using DisposeScope scope = NewDisposeScope();
        using DenseSystem system = new(DenseSystem.Random(40, 1));
        Tensor z = HalfSaturated(40, 60);
        using Linearization jacobian = flow ? Linearization.Flow(system, z.sigmoid(), z) : Linearization.Map(system, z.sigmoid(), z);
        ReducedEigenvalues reduced = ReducedEigenvalues.Of(jacobian, 0, 1e-12, conditioned: true);
        Assert.Equal(20, reduced.Unsaturated);
        Assert.Equal(20, reduced.Saturated.Length);
        double norm = linalg.svdvals(jacobian.Dense(0))[0].item<double>(), difference = FromWhole(reduced, jacobian.Dense(0));
        Assert.True(difference <= 1e-9 * norm, $"{difference} of {norm}");
        Assert.True(difference <= reduced.ErrorBound + (1e-10 * norm));
        Assert.Equal(reduced.Real.OrderDescending(), reduced.Real);
    }

    [Fact]
    public void Agree_with_the_whole_matrix_in_float32()
    {
        using DisposeScope scope = NewDisposeScope();
        using DenseSystem system = new(DenseSystem.Random(40, 2));
        Tensor z = HalfSaturated(40, 30);
        using Linearization jacobian = Linearization.Flow(system, z.sigmoid(), z);
        Tensor dense = jacobian.Dense(0).to(float32);
        double norm = linalg.svdvals(dense)[0].item<float>();
        Assert.True(FromWhole(ReducedEigenvalues.Of(jacobian, 0, 1e-9), dense) <= 1e-4 * norm);
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-2)]
    public void What_is_dropped_bounds_the_error(double threshold)
    {
        using DisposeScope scope = NewDisposeScope();
        using DenseSystem system = new(DenseSystem.Random(30, 3, gain: 0.2));
        Tensor z = linspace(-12, 12, 30, float64).unsqueeze(0);
        using Linearization jacobian = Linearization.Flow(system, z.sigmoid(), z);
        ReducedEigenvalues reduced = ReducedEigenvalues.Of(jacobian, 0, threshold, conditioned: true), all = ReducedEigenvalues.Of(jacobian, 0, 0, conditioned: true);
        Assert.InRange(reduced.Unsaturated, 1, 29);
        Assert.InRange(reduced.Dropped, 1e-9, threshold * 0.2 * 30 * 5);
        double difference = FromWhole(reduced, jacobian.Dense(0));
        Assert.InRange(difference, 0, reduced.ErrorBound);
        Assert.Equal((30, 0.0, 0.0), (all.Unsaturated, all.Dropped, all.ErrorBound));
    }

    [Fact]
    public void At_many_points_they_are_those_of_each_one()
    {
        using DisposeScope scope = NewDisposeScope();
        using DenseSystem system = new(DenseSystem.Random(30, 5));
        Tensor z = cat([.. Enumerable.Range(1, 40).Select(k => HalfSaturated(30, 1 + (k % 7)))]).Add(linspace(0, 1, 40, float64).unsqueeze(1));
        using Linearization jacobian = Linearization.Flow(system, z.sigmoid(), z);
        int[] points = [.. Enumerable.Range(0, 40).Reverse()];
        List<int> told = [];
        ReducedEigenvalues[] together = ReducedEigenvalues.Of(jacobian, points, 1e-2, conditioned: true, told.Add);
        Assert.Equal([16, 32, 40], told);
        int[] unsaturated = ReducedEigenvalues.CountUnsaturated(jacobian, 1e-2);
        foreach ((int point, ReducedEigenvalues found) in points.Zip(together))
        {
            // One by one, and by the definition: the block on the whole matrix, the diagonal elsewhere.
            ReducedEigenvalues alone = ReducedEigenvalues.Of(jacobian, point, 1e-2, conditioned: true);
            Assert.Equal(0, Distance(found, alone.Real, alone.Imaginary), 1e-12);
            Assert.Equal((alone.Unsaturated, alone.Dropped, alone.ErrorBound, unsaturated[point]), (found.Unsaturated, found.Dropped, found.ErrorBound, found.Unsaturated));
            Tensor cut = jacobian.Dense(point), saturated = jacobian.Gain[point].abs().Le(1e-2), own = cut.diagonal().clone();
            cut.MaskedFill_(saturated.unsqueeze(1), 0).diagonal().copy_(own);
            Assert.Equal(0, FromWhole(found, cut), 1e-9);
        }

        Assert.ThrowsAny<OperationCanceledException>(() => ReducedEigenvalues.Of(jacobian, points, 1e-2, cancellation: new(canceled: true)));
    }

    [Fact]
    public void Pieces_side_by_side_are_all_done_and_the_first_failure_is_told()
    {
        int threads = get_num_threads();
        int[] done = new int[100];
        OneThreadEach.Run(done.Length, i => done[i] = i + 1);
        Assert.Equal(Enumerable.Range(1, 100), done);
        Assert.Equal("piece 7", Assert.Throws<InvalidOperationException>(() => OneThreadEach.Run(100, i =>
        {
            if (i == 7)
            {
                throw new InvalidOperationException("piece 7");
            }
        })).Message);
        Assert.Equal(threads, get_num_threads());
        OneThreadEach.Run(0, _ => throw new InvalidOperationException("nothing is to be done"));
    }

    [Fact]
    public void Of_a_linear_map_are_those_of_its_matrix()
    {
        // A rotation by 0.3 that shrinks by 0.9, beside a growth of 1.5: with f(z) = z the perceptron's map is W itself, its flow W - I.
        using DisposeScope scope = NewDisposeScope();
        double c = 0.9 * Math.Cos(0.3), s = 0.9 * Math.Sin(0.3);
        using DenseSystem system = new(new[,] { { c, -s, 0 }, { s, c, 0 }, { 0, 0, 1.5 } }, 0, "identity");
        Tensor y = ones(1, 3, float64);
        using Linearization map = Linearization.Map(system, y, y), flow = Linearization.Flow(system, y, y);
        ReducedEigenvalues multipliers = ReducedEigenvalues.Of(map, 0, 1e-6), rates = ReducedEigenvalues.Of(flow, 0, 1e-6);
        Assert.Equal(0, Distance(multipliers, [1.5, c, c], [0, s, -s]), 1e-14);
        Assert.Equal(0, Distance(rates, [0.5, c - 1, c - 1], [0, s, -s]), 1e-14);
        Assert.Equal((1, 1), (multipliers.CountOutside(1), rates.CountAbove(0)));
        Assert.Equal(1.5, multipliers.SpectralRadius, 1e-14);
    }

    [Fact]
    public void Zero_weights_and_one_neuron_are_no_special_cases()
    {
        using DisposeScope scope = NewDisposeScope();
        using DenseSystem zero = new(new double[3, 3]), one = new(new[,] { { -2.0 } });
        using Linearization none = Linearization.Flow(zero, empty(1, 3, float64).Fill_(0.5), zeros(1, 3, float64));
        Assert.Equal([0.0, 0, 0], ReducedEigenvalues.Of(none, 0, 1e-6).Real);
        Assert.All(none.Norms(), norm => Assert.Equal(0, norm));
        using Linearization single = Linearization.Flow(one, empty(1, 1, float64).Fill_(0.5), zeros(1, 1, float64)); // y (1 - y) w at y = 1/2, where 1 - 2y = 0
        Assert.Equal([-0.5], ReducedEigenvalues.Of(single, 0, 1e-6).Real);
        Assert.Equal([-0.5], ReducedEigenvalues.Of(single, 0, 1).Real); // saturated by decree: the diagonal is kept
    }

    [Fact]
    public void Lists_of_different_length_have_no_distance() =>
        Assert.Throws<ArgumentException>(() => EigenvalueDistance.Largest([1.0], [0.0], [1.0, 2.0], [0.0, 0.0]));

    // Half of the neurons near the middle, half as deep in saturation as given, at both ends.
    private static Tensor HalfSaturated(int neurons, double depth) =>
        tensor(Enumerable.Range(0, neurons).Select(i => i % 2 == 0 ? Math.Sin(i) : i % 4 == 1 ? depth : -depth).ToArray()).unsqueeze(0);

    private static double FromWhole(ReducedEigenvalues reduced, Tensor dense)
    {
        Tensor values = linalg.eigvals(dense);
        return Distance(reduced, values.real.to(float64).contiguous().data<double>().ToArray(), values.imag.to(float64).contiguous().data<double>().ToArray());
    }

    private static double Distance(ReducedEigenvalues reduced, double[] real, double[] imaginary) =>
        EigenvalueDistance.Largest(reduced.Real, reduced.Imaginary, real, imaginary);
}
