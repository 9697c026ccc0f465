using System.Diagnostics;
using Residua.Benchmarks;
using Residua.Networks;
using Residua.Training;
using static TorchSharp.torch;

// Training steps of Residua and of eager autograd on the same libtorch, alternating in one process.
// Usage: Residua.Benchmarks [steps a round, default 20] [rounds, default 7]
int steps = args.Length > 0 ? int.Parse(args[0]) : 20, rounds = args.Length > 1 ? int.Parse(args[1]) : 7;
set_num_threads(Environment.ProcessorCount);
Console.WriteLine($"threads {get_num_threads()}, {steps} steps a round, {rounds} rounds; ms a step: median (min-max)");
foreach ((string network, string weights, int batch) in new[]
{
    ("residual", "shared", 128), ("residual", "variable", 128), ("residual", "shared", 32), ("residual", "shared", 512), ("perceptron", "shared", 128),
})
{
    NetworkSpec spec = new() { Network = network, Weights = weights };
    TrainingSpec training = new() { Batch = batch, Decay = 0.01, LearningRate = 1e-3 };
    using LayeredNetwork own = LayeredNetwork.Create(spec, 1, CPU);
    using EagerAutograd peer = new(own, training.LearningRate, training.Decay);
    using TrainingStep step = new(own, training);
    using Tensor pixels = rand([batch, spec.Inputs]);
    using Tensor labels = randint(0, 10, [batch], int64);
    using Tensor x0 = own.Embed(pixels);
    step.Input(batch).copy_(x0);

    List<double> ownTimes = [], peerTimes = [];
    for (int round = -1; round < rounds; round++) // round -1 warms up
    {
        double a = Time(() => step.Run(labels, 1_000_000)), b = Time(() => peer.Step(x0, labels));
        if (round >= 0)
        {
            ownTimes.Add(a);
            peerTimes.Add(b);
        }
    }

    double[] ratios = [.. peerTimes.Zip(ownTimes, (b, a) => b / a).Order()];
    Console.WriteLine(
        $"{network,-10} {weights,-8} batch {batch,3}: adjoint {Show(ownTimes)}, autograd {Show(peerTimes)}, ratio {ratios[ratios.Length / 2]:F2} ({ratios[0]:F2}-{ratios[^1]:F2})");
}

double Time(Action action)
{
    long begin = Stopwatch.GetTimestamp();
    for (int i = 0; i < steps; i++)
    {
        action();
    }

    return Stopwatch.GetElapsedTime(begin).TotalMilliseconds / steps;
}

static string Show(List<double> times)
{
    double[] sorted = [.. times.Order()];
    return $"{sorted[sorted.Length / 2]:F1} ({sorted[0]:F1}-{sorted[^1]:F1})";
}
