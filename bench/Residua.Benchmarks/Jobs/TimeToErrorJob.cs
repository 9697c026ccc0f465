using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Residua.Training;
using static TorchSharp.torch;

namespace Residua.Benchmarks.Jobs;

/// <summary>
/// Seconds of training until the test error of MNIST is at most 1.6 % at the end of an epoch; evaluations are not counted. Each round has a
/// seed of its own. The peer: Adam at a constant 1e-3 from the start of W ~ N(0, 1/N), b = -4, K = 0; it is stopped when it has taken
/// <see cref="GivesUp"/> times as long, so that a ratio of that size is a bound.
/// </summary>
internal static class TimeToErrorJob
{
    private const double Goal = 0.016;
    private const double GivesUp = 3, LongestSeconds = 600;

    /// <summary>A recipe of Residua's against the peer.</summary>
    public static Comparison Of(string name, RunSpec recipe, double target)
    {
        return new(name, $"training to {Goal:P1} test error on MNIST, seeds 1 to 3 (Residua: recipe shared-adaptive, whose depth adapts; the peer: Adam at a constant 1e-3 on all 15 layers, stopped at {GivesUp} times our time, so that its time and the ratio are lower bounds there)", new Dictionary<string, double> { [Peers.Eager] = target }, Start)
        {
            Rounds = 3,
            IsWarmedUp = false,
        };

        IReadOnlyList<Contestant> Start(Workbench bench)
        {
            int own = 0, peer = 0;
            double taken = 0;
            return
            [
                new("Residua", () => new(taken = Own(bench, recipe with { Seed = ++own }), [])),
                new(Peers.Eager, () => new(Eager(bench, ++peer, Math.Min(GivesUp * taken, LongestSeconds)), [])),
            ];
        }
    }

    private static double Own(Workbench bench, RunSpec recipe)
    {
        using LayeredNetwork start = LayeredNetwork.Create(recipe.Network, recipe.Seed, CPU);
        Watch watch = new();
        Trainer.Run(start, bench.Training, bench.Test, recipe.Training!, recipe.Seed, null, watch).Dispose();
        return watch.Reached ? watch.Seconds : double.PositiveInfinity;
    }

    private static double Eager(Workbench bench, int seed, double most)
    {
        NetworkSpec spec = new();
        using LayeredNetwork start = LayeredNetwork.Create(spec, seed, CPU);
        using EagerAutograd eager = new(start, rate: 1e-3, decay: 0);
        double seconds = 0;
        for (int epoch = 0; ; epoch++)
        {
            foreach (int[] batch in BatchOrder.Of(bench.Training.Count, seed, epoch).Chunk(128))
            {
                seconds += Lap.Of(() =>
                {
                    using Tensor pixels = ImageTensors.Pixels(bench.Training, batch, ScalarType.Float32, CPU), labels = ImageTensors.Labels(bench.Training, batch, CPU);
                    using Tensor x0 = nn.functional.pad(pixels, [0, spec.Neurons - spec.Inputs]);
                    return [eager.Step(x0, labels)];
                }).Seconds;
                if (seconds >= most)
                {
                    Console.Error.WriteLine($"  {Peers.Eager}, seed {seed}: stopped in epoch {epoch + 1} after {seconds:F0} s");
                    return seconds;
                }
            }

            eager.CopyTo(start);
            double error = Predicted(start, bench.Test);
            Console.Error.WriteLine($"  {Peers.Eager}, seed {seed}, epoch {epoch + 1}: {error:P2} after {seconds:F0} s");
            if (error <= Goal)
            {
                return seconds;
            }
        }
    }

    private static double Predicted(LayeredNetwork network, ImageSet test)
    {
        long wrong = 0;
        foreach (int[] batch in Enumerable.Range(0, test.Count).Chunk(1000))
        {
            using Tensor pixels = ImageTensors.Pixels(test, batch, ScalarType.Float32, CPU), labels = ImageTensors.Labels(test, batch, CPU);
            using Tensor logits = network.Forward(pixels), classes = logits.argmax(1), differ = classes.ne(labels), sum = differ.sum();
            wrong += sum.item<long>();
        }

        return wrong / (double)test.Count;
    }

    private sealed class Watch : ITrainingObserver
    {
        public double Seconds { get; private set; }

        public bool Reached { get; private set; }

        public void OnStep(TrainingProgress progress)
        {
        }

        public void OnEpoch(EpochMetrics metrics)
        {
            Seconds += Reached ? 0 : metrics.TrainSeconds;
            Reached |= metrics.TestError <= Goal;
            Console.Error.WriteLine($"  Residua, epoch {metrics.Epoch}: {metrics.TestError:P2} after {Seconds:F0} s{(metrics.Depth is { } depth ? $", {depth.LayersAfter} layers" : "")}");
        }

        public void OnCheckpoint(Checkpoint checkpoint)
        {
        }
    }
}
