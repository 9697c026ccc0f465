using Residua.Analysis;
using Residua.Tests.Dynamics;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class FixedPointsTests
{
    private static readonly FixedPointOptions s_long = new() { FurtherLayers = 3000 };

    [Fact]
    public void Samples_of_a_competition_end_at_its_two_winners()
    {
        using DenseSystem system = new(new[,] { { 1.0, -2 }, { -2, 1 } });
        FixedPointsResult result = Find(system, new[,] { { 1.0, 0 }, { 0, 1 }, { 2, 0.5 } }, [0, 1, 0]);
        Assert.All(result.Endings, ending => Assert.Equal(SampleEnding.Settled, ending));
        Assert.Equal(2, result.Points.Length);
        Assert.Equal([1.0, 0, 0, 1], result.Coordinates);
        Assert.Equal([0, 1, 0], result.SamplePoints);
        Assert.All(result.Points, point => Assert.Equal((FixedPointKind.Attractor, true, 0.0, 0.0), (point.Kind, point.StableAsMap!.Value, point.Q, point.Certificate)));
        Assert.Equal([2, 0], result.Points[0].SettledByClass);
        Assert.Equal([-1.0, -2, -1, -2], result.EigenvaluesReal); // (1-2y)(Wy): the winner is held by 1, the loser by 2
        Assert.All(result.LayersToLeave, layers => Assert.True(double.IsNaN(layers)));
        Assert.Equal([1 / (1 + Math.Exp(-1.0)), 0.5], result.Initial[..2]); // σ of the first sample's z
    }

    [Fact]
    public void Saturation_in_both_directions_is_seen_from_z()
    {
        // Both at the corner (1,0) already; y is exactly 1 and 0, z is not.
        using DenseSystem system = new(new[,] { { 1.0, -2 }, { -2, 1 } });
        FixedPointsResult result = Find(system, new[,] { { 500.0, -2000 } }, [0]);
        Assert.Equal((FixedPointKind.Attractor, 1, 0), (result.Points[0].Kind, result.Points[0].AtOne, result.Points[0].Unsaturated));
        Assert.Equal(0, result.FurtherLayers[0]);
    }

    [Fact]
    public void A_sample_that_rests_at_a_saddle_is_told_from_one_at_an_attractor()
    {
        // y_1 = 0 so deep that nothing moves, but W y pulls it up by 1/2 a layer: 100 / 0.5 layers until z_1 = 0.
        using DenseSystem system = new(new[,] { { 1.0, 0 }, { 0.5, 1 } });
        FixedPointsResult result = Find(system, new[,] { { 50.0, -100 } }, [0]);
        Assert.Equal((SampleEnding.Settled, FixedPointKind.Saddle, 1), (result.Endings[0], result.Points[0].Kind, result.Points[0].UnstableDimension!.Value));
        Assert.Equal(200, result.LayersToLeave[0], 1e-6);
        Assert.Equal(2, result.EscapeTimes[0], 1e-9); // 1 / 0.5
        Assert.False(result.Points[0].StableAsMap);
    }

    [Fact]
    public void Free_neurons_are_solved_for_and_both_stabilities_reported()
    {
        // y_0 → 1 drives y_1 to rest where 0.5 - y_1 = 0: λ_1 = -1/4, μ_1 = 3/4.
        using DenseSystem system = new(new[,] { { 1.0, 0 }, { 0.5, -1 } });
        FixedPointsResult result = Find(system, new[,] { { 3.0, 1 } }, [0]);
        FixedPoint point = Assert.Single(result.Points);
        Assert.Equal((FixedPointKind.Attractor, 1, 1), (point.Kind, point.Unsaturated, point.AtOne));
        Assert.Equal([1, 0.5], result.Coordinates);
        Assert.Equal(-0.25, point.SpectralAbscissa, 1e-12);
        Assert.Equal(0.75, point.SpectralRadius, 1e-12);
    }

    [Theory]
    [InlineData(-3.0, FixedPointKind.Attractor)]
    [InlineData(3.0, FixedPointKind.Repeller)]
    public void The_origin_is_classified_by_integration(double weight, FixedPointKind kind)
    {
        using DenseSystem system = new(new[,] { { weight } });
        FixedPointsResult result = Find(system, new[,] { { weight < 0 ? -9.0 : -200 } }, [0]);
        Assert.Equal((kind, true, null), (result.Points[0].Kind, result.Points[0].ByIntegration, result.Points[0].UnstableDimension));
        Assert.Equal([0.0], result.Coordinates);
    }

    [Fact]
    public void Zero_weights_settle_anywhere_and_at_no_point_of_their_own()
    {
        using DenseSystem system = new(new double[2, 2]);
        FixedPointsResult result = Find(system, new[,] { { 0.3, -0.2 } }, [0]);
        Assert.Equal((SampleEnding.Settled, -1), (result.Endings[0], result.SamplePoints[0]));
        Assert.Empty(result.Points);
    }

    [Fact]
    public void A_sample_that_passes_far_from_every_point_finds_none()
    {
        // From (0.6, 0.4) the corner (1,0), which its pattern names, is 0.4 away, and (1/2,1/2) is no solution: W_UU y = 0 has the origin alone.
        using DenseSystem system = new(new[,] { { 1.0, -2 }, { -2, 1 } });
        FixedPointsResult result = Find(system, new[,] { { 0.4, -0.4 } }, [0], new() { FurtherLayers = 0 });
        Assert.Equal((SampleEnding.Moving, 0), (result.Endings[0], result.Points.Length));
        FixedPointsResult near = Find(system, new[,] { { 6.0, -6 } }, [0], new() { FurtherLayers = 0, Tolerance = 1e-12 });
        Assert.Equal((1, 0, 1), (near.Points.Length, near.Points[0].Settled, near.Points[0].Found)); // 0.0025 away
    }

    [Fact]
    public void Class_means_start_too_and_are_told_from_samples()
    {
        // Both samples of class 1 end at a winner of their own; their mean stays in between, at no point: (Wy)_i = -1/2, down to the origin.
        using DenseSystem system = new(new[,] { { 1.0, -2 }, { -2, 1 } });
        FixedPointsResult result = Find(system, new[,] { { 9.0, -9 }, { 9, -9 }, { -9, 9 } }, [0, 1, 1]);
        Assert.Equal([0, 1], result.ClassMeans.Select(mean => mean.Class));
        Assert.Equal([1, 2], result.ClassMeans.Select(mean => mean.Samples));
        Assert.Equal([2, 1, 0], result.Points.Select(point => point.Found));
        Assert.Equal([1, 0, 1], result.Points.Select(point => point.FoundFromMeans));
        Assert.Equal([2, 1, 0], result.Points.Select(point => point.Settled));
        Assert.Equal((0, 2), (result.ClassMeans[0].Point, result.ClassMeans[1].Found));
        Assert.Equal([0.0, 0], result.Coordinates[4..]);
        Assert.Equal([0.5, 0.5], result.Initial[4..], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(3, result.SampleClasses.Length);
    }

    [Fact]
    public void The_mean_of_a_perceptron_of_another_activation_starts_a_layer_on()
    {
        using DenseSystem system = new(new[,] { { 0.5 } }, 0, "tanh");
        FixedPointsResult result = Find(system, new[,] { { 1.0 }, { -1.0 } }, [0, 0]);
        Assert.Equal((1, 0.0), (result.Points.Length, Math.Round(result.Coordinates[0], 9)));
        Assert.Equal((SampleEnding.Settled, 0), (result.ClassMeans[0].Ending, result.ClassMeans[0].FurtherLayers)); // tanh(1) and tanh(-1) cancel
    }

    [Fact]
    public void What_was_not_classified_has_no_unstable_dimension()
    {
        using DenseSystem system = new(new[,] { { 1.0, -2 }, { -2, 1 } });
        FixedPointsResult result = Find(system, new[,] { { 9.0, -9 } }, [0], new() { Work = -1 });
        Assert.Equal((FixedPointKind.NotClassified, null, null), (result.Points[0].Kind, result.Points[0].UnstableDimension, result.Points[0].StableAsMap));
    }

    [Fact]
    public void It_can_be_cancelled_and_leaves_nothing_alive()
    {
        using DenseSystem system = new(DenseSystem.Random(5, 1));
        using Tensor z = tensor(DenseSystem.Random(5, 2));
        long before = LiveTensors.Settled();
        foreach (double after in new[] { 0.3, 0.6 })
        {
            using CancellationTokenSource stop = new();
            Assert.Throws<OperationCanceledException>(() => FixedPoints.Find(
                system, 7, z, [0, 0, 1, 1, 2], new(), share => Cancel(stop, share >= after), stop.Token));
        }

        Assert.Equal(before, LiveTensors.Count);

        static void Cancel(CancellationTokenSource stop, bool now)
        {
            if (now)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public void Points_of_small_random_systems_are_among_those_counted_exhaustively()
    {
        int settled = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            int n = 2 + (seed % 4);
            double[,] weight = DenseSystem.Random(n, 100 + seed);
            using DenseSystem system = new(weight);
            FixedPointEnumeration all = FixedPointEnumeration.Of([.. weight.Cast<double>()], n);
            double[,] z = DenseSystem.Random(n, 200 + seed, gain: 2);
            FixedPointsResult result = Find(system, z, [.. Enumerable.Repeat(0, n)]);
            settled += result.SamplePoints.Count(point => point >= 0);
            for (int k = 0; k < result.Points.Length; k++)
            {
                double[] found = result.Coordinates[(k * n)..((k + 1) * n)];
                Assert.Contains(all.Points, point => point.Zip(found).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9));
                Assert.InRange(result.Points[k].Q, 0, 1e-20);
            }
        }

        Assert.True(settled > 15, $"only {settled} settled");
    }

    [Fact]
    public void A_perceptron_that_swings_has_a_fixed_point_in_between_and_an_orbit()
    {
        // y = σ(5 - 10 y): fixed at 1/2 with slope -2.5, so stable in the flow and not in the map, which goes to a cycle of two.
        using DenseSystem system = new(new[,] { { -10.0 } }, 0, bias: [5]);
        FixedPointsResult result = Find(system, new[,] { { 0.4 }, { -3.0 } }, [0, 1]);
        Assert.All(result.Endings, ending => Assert.Equal(SampleEnding.Periodic, ending));
        FixedPoint orbit = result.Points[0], fixedPoint = Assert.Single(result.Points, point => point.Kind != FixedPointKind.PeriodicOrbit);
        Assert.Equal((FixedPointKind.PeriodicOrbit, 2, 2), (orbit.Kind, orbit.Period, orbit.Settled));
        Assert.Equal((FixedPointKind.Attractor, false, 0), (fixedPoint.Kind, fixedPoint.StableAsMap!.Value, fixedPoint.Settled));
        Assert.Equal(-3.5, fixedPoint.SpectralAbscissa, 1e-9);
        Assert.Equal(0.5, result.Coordinates[1], 1e-10);
        Assert.True(double.IsNaN(result.EigenvaluesReal[0]));
    }

    [Fact]
    public void A_perceptron_that_settles_does_so_at_newtons_point()
    {
        using DenseSystem system = new(DenseSystem.Random(6, 8, gain: 0.5), 0, bias: [0.1, 0.2, 0.3, -0.1, -0.2, -0.3]);
        FixedPointsResult result = Find(system, DenseSystem.Random(6, 9), [0, 0, 0, 1, 1, 1]);
        FixedPoint point = Assert.Single(result.Points);
        Assert.Equal((FixedPointKind.Attractor, 6, 0), (point.Kind, point.Settled, result.NotConverged));
        Assert.InRange(point.Certificate, 0, 1e-10);
        Assert.Equal([3, 3], point.SettledByClass);
    }

    [Fact]
    public void A_slow_state_is_not_called_fixed()
    {
        using DenseSystem system = new(new[,] { { 1.0, 0 }, { 0.004, 0.001 } });
        FixedPointsResult result = Find(system, new[,] { { 50.0, 0.5 } }, [0], new() { FurtherLayers = 5 });
        Assert.Equal((SampleEnding.Slow, -1), (result.Endings[0], result.SamplePoints[0]));
    }

    [Fact]
    public void Only_so_many_samples_of_a_class_are_taken()
    {
        using DenseSystem system = new(new[,] { { 1.0, -2 }, { -2, 1 } });
        FixedPointsResult result = Find(system, new[,] { { 1.0, 0 }, { 0, 1 }, { 2, 0 }, { 0, 2 } }, [0, 0, 0, 1], new() { SamplesPerClass = 2 });
        Assert.Equal([0, 0, 1], result.SampleClasses);
    }

    [Fact]
    public void Broken_states_and_other_networks_are_refused()
    {
        using DenseSystem system = new(new[,] { { 1.0 } }), variable = new(new[,] { { 1.0 } }, shared: false), tanh = new(new[,] { { 1.0 } }, 1, "tanh");
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Find(system, new[,] { { double.NaN } }, [0])).Message);
        Assert.Contains("no samples", Assert.Throws<ArgumentException>(() => Find(system, new double[0, 1], [])).Message);
        Assert.Contains("shared weights", Assert.Throws<ArgumentException>(() => Find(variable, new[,] { { 1.0 } }, [0])).Message);
        Assert.Contains("logistic", Assert.Throws<ArgumentException>(() => Find(tanh, new[,] { { 1.0 } }, [0])).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Nothing_is_left_alive(double carry)
    {
        using DenseSystem system = new(DenseSystem.Random(5, 1), carry);
        using Tensor z = tensor(DenseSystem.Random(5, 2));
        long before = LiveTensors.Settled();
        FixedPoints.Find(system, 7, z, [0, 0, 1, 1, 2], new());
        Assert.Equal(before, LiveTensors.Count);
    }

    private static FixedPointsResult Find(DenseSystem system, double[,] z, int[] classes, FixedPointOptions? options = null)
    {
        using Tensor states = tensor(z);
        return FixedPoints.Find(system, 7, states, classes, options ?? s_long);
    }
}
