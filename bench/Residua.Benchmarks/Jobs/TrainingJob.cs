using Residua.Networks;
using Residua.Runs;
using Residua.Training;
using static TorchSharp.torch;

namespace Residua.Benchmarks.Jobs;

/// <summary>Training steps: forward, backward, clipping, update.</summary>
internal static class TrainingJob
{
    /// <summary>Steps of a batch.</summary>
    public static Comparison Of(string name, string kind, string weights, int batch, double target, int steps, double? debianTarget = null, int neurons = 1064, int layers = 15)
    {
        NetworkSpec spec = new() { Network = kind, Weights = weights, Neurons = neurons, Layers = layers, Inputs = Math.Min(784, neurons) };
        Dictionary<string, double> targets = new() { [Peers.Eager] = target };
        if (debianTarget is { } other)
        {
            targets[Peers.Torch] = other;
        }

        double product = 2.0 * batch * neurons * neurons;
        return new(name, $"{steps} training steps, {kind}, {weights} weights, N {neurons}, T {layers}, batch {batch}", targets, bench => Start(bench, spec, batch, steps, debianTarget is not null))
        {
            Operations = steps * product * ((3 * layers) - 1),
            Agreement = "loss after the last step of all; the same steps but for rounding, which a rising loss amplifies, and for the decay of biases, which the peers have too",
        };
    }

    private static List<Contestant> Start(Workbench bench, NetworkSpec spec, int batch, int steps, bool withPython)
    {
        TrainingSpec training = new() { Batch = batch, Decay = 0.01, LearningRate = 1e-3, WarmupSteps = 0, Schedule = "constant" };
        LayeredNetwork own = LayeredNetwork.Create(spec, 1, CPU);
        EagerAutograd eager = new(own, training.LearningRate, training.Decay);
        TrainingStep step = new(own, training);
        using Generator generator = new(1, CPU);
        using Tensor pixels = rand([batch, spec.Inputs], generator: generator);
        Tensor labels = randint(0, 10, [batch], int64), x0 = own.Embed(pixels);
        step.Input(batch).copy_(x0);
        Dictionary<string, NpyArray> arrays = Workbench.Arrays(own);
        arrays["x0"] = Workbench.Array(x0);
        arrays["labels"] = NpyArray.Of(labels.data<long>().ToArray(), batch);
        arrays["steps"] = NpyArray.Of(new[] { steps }, 1);
        List<Contestant> all =
        [
            new("Residua", () => Lap.Of(() => [Repeat(() => step.Run(labels, 1_000_000).LossSum / batch)]), step, own, labels),
            new(Peers.Eager, () => Lap.Of(() => [Repeat(() => eager.Step(x0, labels))]), eager, x0),
        ];
        if (withPython)
        {
            all.Add(Contestant.Python(bench, Peers.Torch, "training", () => arrays));
        }

        return all;

        double Repeat(Func<double> one)
        {
            double last = 0;
            for (int i = 0; i < steps; i++)
            {
                last = one();
            }

            return last;
        }
    }
}
