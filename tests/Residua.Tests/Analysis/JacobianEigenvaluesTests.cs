using Residua.Analysis;
using Residua.Numerics;
using Residua.Tests.Dynamics;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class JacobianEigenvaluesTests
{
    [Fact]
    public void At_known_points_they_are_what_they_must_be()
    {
        // Class 0 rests at (1,0) of a competition, class 1 at (0,1), class 2 has one image at each: its mean (1/2,1/2) is no fixed point.
        double[,] z = { { 400.0, -400 }, { -400, 400 }, { 400, -400 }, { -400, 400 } };
        JacobianEigenvaluesResult result = Find(new[,] { { 1.0, -2 }, { -2, 1 } }, z, [0, 1, 2, 2]);
        Assert.Equal([-1.0, -2], result.FlowReal[..2]);
        Assert.Equal([-1.0, -2], result.FlowReal[2..4]);
        // At (1/2,1/2) J = W/4 as 1 - 2y = 0: (1 ± 2)/4.
        Assert.Equal(0.75, result.FlowReal[4], 1e-12);
        Assert.Equal(-0.25, result.FlowReal[5], 1e-12);
        Assert.Equal([0, 0, 1], result.ClassMeans.Select(mean => mean.Positive));
        Assert.Equal([0, 0, 2], result.ClassMeans.Select(mean => mean.Unsaturated));
        Assert.Equal([1, 1, 2], result.ClassMeans.Select(mean => mean.Samples));
        Assert.All(result.Samples, sample => Assert.Equal((0, 0, 0), (sample.Positive, sample.Outside, sample.PositiveSaturated)));
        Assert.Equal(Math.Exp(-1), result.MapReal[0], 1e-12);
        Assert.Equal(4, result.Samples.Length);
        Assert.Equal(4, result.SamplesAsked);

        ThresholdEigenvalues chosen = result.Thresholds.Single(one => one.Threshold == 1e-6);
        Assert.Equal((3, 0.0, 0.75), (chosen.ClassesWithAtMostOne, chosen.MedianPositive, Math.Round(chosen.LargestEigenvalue, 12)));
        Measurement measured = result.ToMeasurement(seed: 5)!;
        Assert.Equal((3.0, 0.0), (measured.Values["classesWithAtMostOne"], measured.Values["medianPositive"]));
        Assert.Equal(Verdict.Partly, Claims.All.Single(claim => claim.Id == "C6").Judge(measured.Values)); // 3 classes are not 8
    }

    [Fact]
    public void A_saturated_neuron_that_is_driven_away_counts_as_such()
    {
        JacobianEigenvaluesResult result = Find(new[,] { { 1.0, 0 }, { 0.5, 1 } }, new[,] { { 50.0, -100 } }, [0]);
        Assert.Equal((1, 1, 0.5), (result.Samples[0].Positive, result.Samples[0].PositiveSaturated, result.Samples[0].SpectralAbscissa));
        Assert.Equal(1, result.Samples[0].Outside);
    }

    [Fact]
    public void The_mean_of_identical_samples_is_the_sample()
    {
        JacobianEigenvaluesResult result = Find(DenseSystem.Random(4, 1), new[,] { { 0.5, 40, -800, 1 }, { 0.5, 40, -800, 1 } }, [0, 0]);
        Assert.True(EigenvaluesDiffer(result, 0, 1) < 1e-12);
        Assert.Equal(2, result.ClassMeans[0].Unsaturated);
        Assert.InRange(result.Comparison.LargestDifference, 0, 1e-9);

        static double EigenvaluesDiffer(JacobianEigenvaluesResult result, int a, int b) => Enumerable.Range(0, 4).Max(i =>
            Math.Abs(result.FlowReal[(a * 4) + i] - result.FlowReal[(b * 4) + i]) + Math.Abs(result.MapReal[(a * 4) + i] - result.MapReal[(b * 4) + i]));
    }

    [Fact]
    public void Of_a_perceptron_flow_and_map_differ_by_one()
    {
        JacobianEigenvaluesResult result = Find(DenseSystem.Random(5, 3), DenseSystem.Random(5, 4), [0, 0, 1, 1, 1], carry: 0);
        Assert.False(result.Residual);
        Assert.All(result.FlowReal.Zip(result.MapReal), pair => Assert.Equal(pair.First + 1, pair.Second, 1e-10));
        Assert.All(result.FlowImaginary.Zip(result.MapImaginary), pair => Assert.Equal(Math.Abs(pair.First), Math.Abs(pair.Second), 1e-10));
    }

    [Fact]
    public void Work_is_limited_but_each_class_has_one_sample()
    {
        JacobianEigenvaluesResult result = Find(DenseSystem.Random(3, 3), DenseSystem.Random(3, 4), [0, 0, 1], options: new() { Work = 1 });
        Assert.Equal([0, 1], result.Samples.Select(sample => sample.Class));
        Assert.Equal(3, result.SamplesAsked);
        Assert.Equal(2, result.ClassMeans.Length);
        Assert.Contains(result.Thresholds, one => one.Threshold == 1e-6); // the chosen one
        Assert.True(double.IsNaN(result.ClassMeans[1].ErrorBound) || result.ClassMeans[1].ErrorBound == 0); // conditioning is of the first alone
    }

    [Fact]
    public void Without_samples_there_is_a_note_without_them_and_a_median_of_two_lies_between()
    {
        double[,] weight = { { 1.0, 0 }, { 0.5, 1 } }, z = { { 50.0, -100 }, { 50, 100 } };
        Assert.DoesNotContain("Single images", Find(weight, z, [0, 0], options: new() { SamplesPerClass = 0 }).ToMeasurement(1)!.Note);
        JacobianEigenvaluesResult both = Find(weight, z, [0, 0]);
        Assert.Equal([0, 1], both.Samples.Select(sample => sample.Positive).Order());
        Assert.Contains("Single images: 0.5 positive at the median, 1 at most", both.ToMeasurement(1)!.Note);
    }

    [Theory]
    [InlineData(1, "tanh", true)]
    [InlineData(1, "logistic", false)]
    [InlineData(0, "logistic", false)]
    public void Where_y_has_no_map_of_its_own_they_are_of_the_state(double carry, string activation, bool shared)
    {
        double[,] weight = DenseSystem.Random(4, 1), z = DenseSystem.Random(4, 2);
        using DenseSystem system = new(weight, carry, activation, shared: shared);
        using Tensor states = tensor(z), y = system.Activate(states), previous = y.Mul(0.99), w = tensor(weight);
        JacobianEigenvaluesResult result = JacobianEigenvalues.Find(system, 2, y, states, previous, [0, 0, 0, 0], new() { Saturation = 0 });
        Assert.True(result.OfState);
        Assert.Null(result.ToMeasurement(1));
        using Tensor mean = states.mean([0], keepdim: true); // z is linear in x
        for (int point = 0; point < 5; point++)
        {
            using Tensor at = point == 0 ? mean.clone() : states.narrow(0, point - 1, 1), value = system.Activate(at), slope = system.Derivative(at, value);
            using Tensor jacobian = (slope.t() * w).Add(eye(4, dtype: float64).Mul(carry)), eigenvalues = linalg.eigvals(jacobian), real = eigenvalues.real, imaginary = eigenvalues.imag;
            Assert.InRange(Residua.Dynamics.EigenvalueDistance.Largest(
                result.MapReal[(4 * point)..(4 * point + 4)], result.MapImaginary[(4 * point)..(4 * point + 4)],
                [.. real.contiguous().data<double>()], [.. imaginary.contiguous().data<double>()]), 0, 1e-12);
            Assert.Equal(result.MapReal[4 * point] - 1, result.FlowReal[4 * point], 1e-12);
        }
    }

    [Fact]
    public void What_has_no_answer_is_refused()
    {
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Find(new[,] { { 1.0 } }, new[,] { { double.NaN } }, [0])).Message);
        Assert.Contains("no samples", Assert.Throws<ArgumentException>(() => Find(new[,] { { 1.0 } }, new double[0, 1], [])).Message);
    }

    [Fact]
    public void Nothing_is_left_alive()
    {
        long before = LiveTensors.Settled();
        Find(DenseSystem.Random(4, 1), DenseSystem.Random(4, 2), [0, 1, 1, 0]);
        Assert.Equal(before, LiveTensors.Count);
    }

    private static JacobianEigenvaluesResult Find(double[,] weight, double[,] z, int[] classes, double carry = 1, JacobianEigenvaluesOptions? options = null)
    {
        using DenseSystem system = new(weight, carry);
        using Tensor states = tensor(z), y = states.sigmoid(), previous = y.Mul(0.99);
        return JacobianEigenvalues.Find(system, 9, y, states, previous, classes, options ?? new());
    }
}
