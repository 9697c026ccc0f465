using Residua.Analysis;
using Residua.Dynamics;
using Residua.Embedding;
using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Reference;

/// <summary>The same answers as NumPy and SciPy give, from the same weights.</summary>
public sealed class DynamicsReferenceTests
{
    private readonly DynamicsFixture _numpy = new();

    [Fact]
    public void Trajectories()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork residual = _numpy.Residual(), variable = _numpy.Variable(), perceptron = _numpy.Perceptron();
        Recording all = new() { Signals = Signals.State | Signals.Residual | Signals.PreActivation };
        using Trajectory r = Rollout.Run(residual, _numpy.Tensor("x0"), DynamicsFixture.Layers, all);
        using Trajectory v = Rollout.Run(variable, _numpy.Tensor("x0"), DynamicsFixture.Layers, all);
        using Trajectory p = Rollout.Run(perceptron, _numpy.Tensor("x0"), DynamicsFixture.Layers, all);
        Same("residual_x", r[Signals.State]);
        Same("residual_y", r[Signals.Residual]);
        Same("residual_z", r[Signals.PreActivation]);
        Same("variable_x", v[Signals.State]);
        Same("variable_y", v[Signals.Residual]);
        Same("perceptron_y", p[Signals.Residual]);
        Same("residual_logits", residual.Logits(r.FinalState));
    }

    [Fact]
    public void Eigenvalues_of_dense_Jacobians()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork residual = _numpy.Residual(), perceptron = _numpy.Perceptron();
        Recording last = new() { Signals = Signals.Residual | Signals.PreActivation, SignalLayers = LayerSelection.Last };
        using Trajectory deep = Rollout.Run(residual, _numpy.Tensor("x0"), DynamicsFixture.DeepLayers, last);
        Tensor y = deep[Signals.Residual][0], z = deep[Signals.PreActivation][0];
        Same("deep_y", y, 1e-10);
        using Linearization flow = Linearization.Flow(residual, y, z), map = Linearization.Map(residual, y, z);
        using Trajectory shallow = Rollout.Run(perceptron, _numpy.Tensor("x0"), DynamicsFixture.Layers, last);
        using Linearization perceptronMap = Linearization.Map(perceptron, shallow[Signals.Residual][0], shallow[Signals.PreActivation][0]);
        SameEigenvalues("flow_eigenvalues", flow);
        SameEigenvalues("map_eigenvalues", map);
        SameEigenvalues("perceptron_eigenvalues", perceptronMap);
    }

    [Fact]
    public void Noise_to_signal_ratios()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork residual = _numpy.Residual(), perceptron = _numpy.Perceptron();
        Assert.Equal(_numpy.Values("residual_noise_ratio"), Ratio(residual), Near(1e-12));
        Assert.Equal(_numpy.Values("perceptron_noise_ratio"), Ratio(perceptron), Near(1e-12));

        double[] Ratio(LayeredNetwork network)
        {
            using Trajectory clean = Rollout.Run(network, _numpy.Tensor("x0"), DynamicsFixture.Layers, Recording.FinalState);
            using Trajectory noisy = Rollout.Run(network, _numpy.Tensor("noisy"), DynamicsFixture.Layers, Recording.FinalState);
            return NoiseRobustness.Ratio(clean.FinalState, noisy.FinalState, NoiseNorm.L2);
        }
    }

    [Fact]
    public void Cosine_similarity_of_classes()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork residual = _numpy.Residual();
        using Trajectory trajectory = Rollout.Run(residual, _numpy.Tensor("x0"), DynamicsFixture.Layers, Recording.FinalState);
        Assert.Equal(_numpy.Values("cosine_by_class"), CosineSimilarity.Between(trajectory.FinalState, _numpy.Labels, DynamicsFixture.Classes).Values, Near(1e-12));
    }

    [Fact]
    public void Kernel_alignment_of_layers()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork residual = _numpy.Residual();
        using Trajectory trajectory = Rollout.Run(residual, _numpy.Tensor("x0"), DynamicsFixture.Layers, new() { Signals = Signals.Residual });
        Assert.Equal(_numpy.Values("cka"), LinearCka.Matrix([.. Enumerable.Range(0, DynamicsFixture.Layers).Select(t => trajectory[Signals.Residual][t])]), Near(1e-10));
    }

    [Theory]
    [InlineData("residual")]
    [InlineData("variable")]
    [InlineData("perceptron")]
    public void Determinants_and_gains_of_dense_products(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = name switch { "residual" => _numpy.Residual(), "variable" => _numpy.Variable(), _ => _numpy.Perceptron() };
        SensitivityResult found = Sensitivity.Run(network, _numpy.Tensor("classifier"), _numpy.Tensor("x0"), new() { Saturation = 0 });
        using Tensor determinants = _numpy.Tensor(name + "_logdet").mean([0]).Div(Math.Log(10)), gains = _numpy.Tensor(name + "_gains").mean([0]).t().contiguous(); // [T+1], [C,T+1]
        Assert.Equal(determinants.data<double>().ToArray(), found.MeanLog10Determinant, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(gains.data<double>().ToArray(), found.ClassGains.SelectMany(row => row), Near(1e-9));
    }

    [Fact]
    public void Drift_of_weights()
    {
        using LayeredNetwork variable = _numpy.Variable();
        WeightDriftResult found = WeightDrift.Measure(variable, TestContext.Current.CancellationToken);
        Assert.Equal(_numpy.Values("drift"), found.Differences, Near(1e-12));
        Assert.Equal(_numpy.Values("drift_cosine"), found.Cosines, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Rank_correlation_with_ties()
    {
        double[] ranks = _numpy.Values("ranks");
        Assert.Equal(_numpy.Values("spearman")[0], RankCorrelation.Spearman(ranks[..8], ranks[8..]), 1e-12);
    }

    [Fact]
    public void Nearest_neighbours()
    {
        using DisposeScope scope = NewDisposeScope();
        NeighbourLists found = Neighbours.Find(_numpy.Tensor("residual_y")[DynamicsFixture.Layers - 1], 3);
        Assert.Equal(_numpy.Wholes("nearest").Select(i => (int)i), found.Indices);
    }

    // As sets: a pair in another order is no difference.
    private void SameEigenvalues(string name, Linearization jacobian)
    {
        double[] pairs = _numpy.Values(name), norms = jacobian.Norms(500);
        int n = DynamicsFixture.Neurons;
        for (int point = 0; point < jacobian.Points; point++)
        {
            ReducedEigenvalues found = ReducedEigenvalues.Of(jacobian, point, threshold: 0);
            double[] real = [.. Enumerable.Range(0, n).Select(i => pairs[(point * n + i) * 2])], imaginary = [.. Enumerable.Range(0, n).Select(i => pairs[(point * n + i) * 2 + 1])];
            Assert.True(EigenvalueDistance.Largest(found.Real, found.Imaginary, real, imaginary) < 1e-9 * norms[point], $"{name}, point {point}");
        }
    }

    private void Same(string name, Tensor ours, double tolerance = 1e-12)
    {
        using Tensor theirs = _numpy.Tensor(name);
        Assert.Equal(theirs.shape, ours.shape);
        Assert.True(Small.RelativeDifference(ours, theirs) < tolerance, name);
    }

    private static Func<double, double, bool> Near(double relative) => (a, b) => Math.Abs(a - b) <= relative * Math.Abs(a);
}
