using Residua.Analysis;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class SeparabilityTests
{
    private const int Train = 120, Test = 90;

    private static int[] Classes(int count) => [.. Enumerable.Range(0, count).Select(i => i % 3)];

    [Fact]
    public void What_only_a_middle_layer_shows_is_found_there_and_in_the_transient()
    {
        using DisposeScope scope = NewDisposeScope();
        SeparabilityResult result = Separability.Measure(new ShowsAt(2), Inputs(Train, 1), Classes(Train), Inputs(Test, 2), Classes(Test), new());
        Assert.Equal([0, 1, 2, 3], result.Layers);
        Assert.True(double.IsNaN(result.ResidualProbe[0]));
        Assert.Equal(1, result.ResidualProbe[2]);
        Assert.Equal(1, result.ResidualNeighbours[2]);
        Assert.InRange(result.ResidualSilhouette[2], 0.99, 1);
        Assert.Equal(1 / 3.0, result.ResidualProbe[1], 1e-9); // nothing there: one class for all
        Assert.Equal(1 / 3.0, result.LastAccuracy, 1e-9);
        Assert.Equal(0, result.ResidualSilhouette[3]);
        Assert.Equal(1, result.TransientAccuracy);
        Assert.Equal((1, 1 / 3.0), (result.TransientNeighbours, result.LastNeighbours));
        Assert.Equal(result.ResidualSilhouette[2], result.TransientSilhouette, 1e-9); // all other layers add nothing
        Assert.Equal((60, 0), (result.TransientAloneRight, result.LastAloneRight));
        Assert.Equal(Math.Sqrt(60 - (60.0 * 60 / Test)) / Test, result.DifferenceError, 1e-12);
        Assert.Equal(1, result.StateProbe[3]); // x(T) has it from layer 2
        Assert.Equal((Train, Test, Test), (result.TrainSamples, result.TestSamples, result.NeighbourSamples));
        Measurement measurement = result.ToMeasurement(4);
        Assert.Equal((4, 1, result.LastAccuracy), (measurement.Seed, measurement.Values["transientAccuracy"], measurement.Values["lastAccuracy"]));
    }

    [Fact]
    public void Of_whole_transients_it_is_what_the_layers_put_side_by_side_give()
    {
        using DisposeScope scope = NewDisposeScope();
        using Residua.Networks.LayeredNetwork network = Small.Network(Small.Spec());
        Tensor train = network.Embed(Small.Pixels(60)), test = network.Embed(Small.Pixels(30, 6));
        SeparabilityResult result = Separability.Measure(network, train, Classes(60), test, Classes(30), new() { Neighbours = 4 });
        Tensor joined = Joined(network, train), joinedTest = Joined(network, test);
        using LinearProbe probe = LinearProbe.Fit([joined], Classes(60), 3), last = LinearProbe.Fit([joined[.., ^7..]], Classes(60), 3);
        Assert.Equal(probe.Accuracy([joinedTest], Classes(30)), result.TransientAccuracy);
        Assert.Equal(Residua.Embedding.NeighbourVote.Accuracy(joinedTest, Classes(30), joined, Classes(60), 4), result.TransientNeighbours);
        Assert.Equal(Silhouette.Mean(joinedTest, Classes(30)), result.TransientSilhouette, 1e-9);
        int[] whole = probe.Predict([joinedTest]), alone = last.Predict([joinedTest[.., ^7..]]);
        double[] differences = [.. Enumerable.Range(0, 30).Select(i => (whole[i] == i % 3 ? 1.0 : 0) - (alone[i] == i % 3 ? 1 : 0))];
        double mean = differences.Average();
        Assert.Equal(Math.Sqrt(differences.Average(value => (value - mean) * (value - mean)) / 30), result.DifferenceError, 1e-12);
    }

    private static Tensor Joined(Residua.Networks.LayeredNetwork map, Tensor x0)
    {
        using Trajectory trajectory = Rollout.Run(map, x0, map.Depth, new() { Signals = Signals.Residual });
        return trajectory[Signals.Residual].transpose(0, 1).reshape(x0.shape[0], -1);
    }

    [Fact]
    public void A_perceptrons_state_is_its_residual()
    {
        using DisposeScope scope = NewDisposeScope();
        using Residua.Networks.LayeredNetwork network = Small.Network(Small.Spec(network: "perceptron"));
        using Tensor train = network.Embed(Small.Pixels(60)), test = network.Embed(Small.Pixels(30, 6));
        SeparabilityResult result = Separability.Measure(network, train, Classes(60), test, Classes(30), new() { NeighbourSamples = 10 });
        Assert.Equal(result.ResidualProbe[1..], result.StateProbe[1..]);
        Assert.Equal(12, result.NeighbourSamples); // every third of each ten
    }

    [Fact]
    public void Nothing_given_is_changed_and_no_tensor_is_left()
    {
        using Tensor train = Inputs(Train, 1), test = Inputs(Test, 2), copy = train.clone();
        ShowsAt map = new(2);
        List<double> told = [];
        using DisposeScope scope = NewDisposeScope();
        Separability.Measure(map, train, Classes(Train), test, Classes(Test), new(), told.Add);
        Assert.Equal(0, scope.DisposablesCount);
        Assert.True(Small.BitsEqual(train, copy));
        Assert.Equal(told.Order(), told);
        Assert.All(told, share => Assert.InRange(share, 0, 1));
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => Separability.Measure(map, train, Classes(Train), test, Classes(Test), new(), null, stop.Token));
    }

    private static Tensor Inputs(int count, int seed)
    {
        using Generator generator = new((ulong)seed, CPU);
        using Tensor noise = rand([count, 4], float64, CPU, generator: generator), hidden = nn.functional.one_hot(tensor(Classes(count).Select(c => (long)c).ToArray()), 3).to(float64);
        return cat([noise.Mul(0.01), hidden], 1); // the map alone can read the last three
    }

    /// <summary>Adds nothing but, at one layer, the class; x(0) keeps it in its last three coordinates, which are no neurons' residuals before.</summary>
    private sealed class ShowsAt(int shown) : IDepthMap
    {
        public int Depth => 3;

        public bool IsAutonomous => false;

        public LayerStep Step(Tensor state, int layer)
        {
            Tensor residual = layer == shown ? state.Mul(2) : zeros_like(state);
            return new(state.Add(residual), residual, zeros_like(state));
        }
    }
}
