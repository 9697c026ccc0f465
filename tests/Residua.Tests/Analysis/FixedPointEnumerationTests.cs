using Residua.Analysis;
using Residua.Dynamics;
using Residua.Tests.Dynamics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class FixedPointEnumerationTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    public void One_neuron_has_its_two_ends(double weight) =>
        Assert.Equal([0.0, 1.0], FixedPointEnumeration.Of([weight], 1).Points.Select(point => point[0]).Order());

    [Fact]
    public void Two_that_help_themselves_and_compete_a_little_have_all_that_is_possible()
    {
        // Each corner, and (1/2,1), (1,1/2), where 2·½ = 1: six, the generic bound. (1,1): W y = (1,1), both held at 1.
        double[] weight = [2, -1, -1, 2];
        FixedPointEnumeration all = FixedPointEnumeration.Of(weight, 2);
        Assert.Equal(6, all.Points.Length);
        Assert.Equal(6, FixedPointEnumeration.Bound(2));
        Assert.Equal(0, all.SingularPatterns);
        Assert.Equal((FixedPointKind.Attractor, 0), KindAt(weight, all, 1, 1));
        Assert.Equal((FixedPointKind.Attractor, 0), KindAt(weight, all, 1, 0));
        Assert.Equal((FixedPointKind.Attractor, 0), KindAt(weight, all, 0, 1));
        Assert.Equal((FixedPointKind.Saddle, 1), KindAt(weight, all, 0.5, 1));
        Assert.Equal((FixedPointKind.Saddle, 1), KindAt(weight, all, 1, 0.5));
        Assert.Equal((FixedPointKind.Degenerate, 0), KindAt(weight, all, 0, 0));
    }

    [Fact]
    public void Two_that_compete_more_have_one_winner()
    {
        double[] weight = [1, -2, -2, 1];
        FixedPointEnumeration all = FixedPointEnumeration.Of(weight, 2);
        Assert.Equal(4, all.Points.Length);
        Assert.Equal((FixedPointKind.Attractor, 0), KindAt(weight, all, 1, 0));
        Assert.Equal((FixedPointKind.Attractor, 0), KindAt(weight, all, 0, 1));
        Assert.Equal((FixedPointKind.Repeller, 2), KindAt(weight, all, 1, 1)); // (1 - 2y) W y = 1 twice
    }

    [Fact]
    public void Two_that_only_cooperate_go_to_one_and_have_saddles_on_the_way()
    {
        double[] weight = [0, 1, 1, 0];
        FixedPointEnumeration all = FixedPointEnumeration.Of(weight, 2);
        Assert.Equal((FixedPointKind.Attractor, 0), KindAt(weight, all, 1, 1));
        Assert.Equal((FixedPointKind.Saddle, 1), KindAt(weight, all, 1, 0)); // y_1 is pulled up by 1, y_0 not at all
        Assert.True(all.SingularPatterns > 0); // one free neuron has W_UU = 0
    }

    [Fact]
    public void Flow_and_map_can_disagree()
    {
        // y_0 = 1 drives y_1 to 5 - 10 y_1 = 0: λ = -10/4 is stable in the flow, μ = 1 - 2.5 is outside the unit circle.
        using DisposeScope scope = NewDisposeScope();
        double[] weight = [1, 0, 5, -10];
        FixedPointEnumeration all = FixedPointEnumeration.Of(weight, 2);
        FixedPointStability stability = StabilityAt(weight, all, 1, 0.5);
        Assert.Equal((FixedPointKind.Attractor, false), (stability.Kind, stability.StableAsMap));
        Assert.Equal(1.5, stability.Map.SpectralRadius, 1e-12);
        Assert.Equal([-1.0, -2.5], stability.Flow.Real);
    }

    [Fact]
    public void All_are_fixed_inside_the_cube_and_within_the_bound()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            int n = 1 + (seed % 6);
            double[] weight = [.. DenseSystem.Random(n, seed).Cast<double>()];
            FixedPointEnumeration all = FixedPointEnumeration.Of(weight, n);
            Assert.InRange(all.Points.Length, 1 << n, FixedPointEnumeration.Bound(n)); // the corners are always fixed
            Assert.Equal(all.Points.Length, all.Points.Select(point => string.Join(" ", point)).Distinct().Count());
            Assert.All(all.Points, point =>
            {
                for (int i = 0; i < n; i++)
                {
                    double drive = Enumerable.Range(0, n).Sum(j => weight[(i * n) + j] * point[j]);
                    Assert.InRange(point[i], 0, 1);
                    Assert.Equal(0, point[i] * (1 - point[i]) * drive, 1e-9);
                }
            });
        }
    }

    [Fact]
    public void Zero_weights_leave_the_corners_and_singular_patterns()
    {
        FixedPointEnumeration all = FixedPointEnumeration.Of(new double[9], 3);
        Assert.Equal((8, 27 - 8), (all.Points.Length, all.SingularPatterns));
    }

    [Fact]
    public void What_cannot_be_counted_is_refused()
    {
        Assert.Throws<ArgumentException>(() => FixedPointEnumeration.Of([double.NaN], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointEnumeration.Of(new double[81], 9));
    }

    [Fact]
    public void Counts_of_random_matrices_settle_the_claim()
    {
        FixedPointCountResult counts = FixedPointCount.Run(seed: 2, matrices: 10);
        Assert.Equal([3, 9, 27, 81, 243, 729], counts.Claimed);
        Assert.Equal((2, 2), (counts.Least[0], counts.Most[0]));
        Assert.All(Enumerable.Range(0, 6), i => Assert.True(
            1 << (i + 1) <= counts.Least[i] && counts.Least[i] <= counts.Mean[i] && counts.Mean[i] <= counts.Most[i] && counts.Most[i] <= counts.Bound[i]));
        Assert.Equal(counts.Mean, FixedPointCount.Run(seed: 2, matrices: 10).Mean);
        Measurement measured = counts.ToMeasurement();
        Claim claim = Claims.All.Single(one => one.Id == "C16");
        Assert.Equal(Verdict.NotReproduced, claim.Judge(measured.Values));
        Assert.Equal(2 / 3.0, measured.Values["largestShare"], 0.05);
    }

    [Fact]
    public void Multipliers_of_the_map_follow_from_the_eigenvalues_of_the_flow()
    {
        double[] weight = [1.0, -2, 0.3, -1.5, 0.8, 0.7, 0.4, -0.9, -1];
        FixedPointEnumeration all = FixedPointEnumeration.Of(weight, 3);
        using Tensor flat = tensor(weight), matrix = flat.reshape(3, 3);
        using Linearization flow = FixedPointStability.Linearize(matrix, all.Points, all.Patterns);
        for (int k = 0; k < all.Points.Length; k++)
        {
            // The map's own Jacobian: I + diag(y(1-y)) W on the free neurons, exp((1-2y_i)(Wy)_i) of the others.
            double[] y = all.Points[k];
            double[] drive = [.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 3).Sum(j => weight[(3 * i) + j] * y[j]))];
            using Tensor jacobian = zeros([3, 3], float64);
            for (int i = 0; i < 3; i++)
            {
                bool free = all.Patterns[k][i] == SaturationPattern.Free;
                for (int j = 0; j < 3; j++)
                {
                    jacobian[i, j] = (i != j ? 0 : free ? 1 : Math.Exp((1 - (2 * y[i])) * drive[i])) + (y[i] * (1 - y[i]) * weight[(3 * i) + j]);
                }
            }

            using Tensor eigenvalues = linalg.eigvals(jacobian), real = eigenvalues.real, imaginary = eigenvalues.imag;
            FixedPointStability stability = FixedPointStability.Of(flow, residual: true, k, flow.Norms()[k], 0);
            double[] expectedReal = [.. real.contiguous().data<double>()], expectedImaginary = [.. imaginary.contiguous().data<double>()];
            Assert.InRange(EigenvalueDistance.Largest(stability.Map.Real, stability.Map.Imaginary, expectedReal, expectedImaginary), 0, 1e-12);
        }
    }

    [Fact]
    public void Factors_and_elimination_find_the_same_points()
    {
        double[] weight = [.. DenseSystem.Random(4, 3).Cast<double>()];
        using Tensor flat = tensor(weight), matrix = flat.reshape(4, 4);
        for (int number = 0; number < 81; number++)
        {
            sbyte[] pattern = [.. Enumerable.Range(0, 4).Select(i => (sbyte)((number / (int)Math.Pow(3, i) % 3) - 1))];
            double[] eliminated = SaturationPattern.Solve(weight, pattern)!, factored = SaturationPattern.Solve(matrix, pattern)!;
            Assert.All(eliminated.Zip(factored), pair => Assert.Equal(pair.First, pair.Second, 1e-10 * (1 + Math.Abs(pair.First))));
        }

        using Tensor zero = zeros([2, 2], float64), line = tensor(new[,] { { 1.0, -1 }, { -1, 1 } });
        Assert.Null(SaturationPattern.Solve(zero, [SaturationPattern.Free, SaturationPattern.AtOne]));
        Assert.Null(SaturationPattern.Solve(line, [SaturationPattern.Free, SaturationPattern.Free]));
    }

    private static (FixedPointKind, int) KindAt(double[] weight, FixedPointEnumeration all, params double[] point)
    {
        FixedPointStability stability = StabilityAt(weight, all, point);
        return (stability.Kind, stability.UnstableDimension);
    }

    private static FixedPointStability StabilityAt(double[] weight, FixedPointEnumeration all, params double[] point)
    {
        int k = Array.FindIndex(all.Points, candidate => candidate.Zip(point).All(pair => Math.Abs(pair.First - pair.Second) < 1e-12));
        Assert.True(k >= 0, $"({string.Join(", ", point)}) was not found.");
        using Tensor matrix = tensor(weight).reshape(point.Length, point.Length);
        using Linearization flow = FixedPointStability.Linearize(matrix, all.Points, all.Patterns);
        return FixedPointStability.Of(flow, residual: true, k, flow.Norms()[k], 0);
    }
}
