using Residua.Embedding;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// How well the class of a sample can be read from y(t) and from x(t), layer by layer, and from the whole transient y(1..T): test
/// accuracy of a linear probe (<see cref="LinearProbe"/>), of a vote of neighbours, and the silhouette of the classes.
/// </summary>
/// <remarks>
/// The network was trained on the images that probes are fitted on, so their features are more regular there than on test
/// images: a probe's test accuracy is honest, but not the best that could be had from fresh images. Source: paper, contribution 1, claim C17.
/// </remarks>
public static class Separability
{
    private const int Chunk = 1000;

    /// <summary>Measures it at the trained layers.</summary>
    /// <param name="map">The network.</param>
    /// <param name="train">Embedded training samples, [B,N].</param>
    /// <param name="trainClasses">Their classes, [B].</param>
    /// <param name="test">Embedded test samples, [B',N].</param>
    /// <param name="testClasses">Their classes, [B'].</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <exception cref="ArgumentException">Sizes do not agree, or a signal is not finite.</exception>
    public static SeparabilityResult Measure(
        IDepthMap map, Tensor train, IReadOnlyList<int> trainClasses, Tensor test, IReadOnlyList<int> testClasses, SeparabilityOptions options,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        (int depth, int count) = (map.Depth, 1 + Math.Max(trainClasses.Max(), testClasses.Max()));
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Readings state = new(depth, trainClasses, testClasses, count, options), residual = new(depth, trainClasses, testClasses, count, options);
        state.Read(0, train, test);
        List<Tensor> transient = [];
        (Tensor trainState, Tensor testState) = (train.alias(), test.alias());
        for (int t = 1; t <= depth; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke((t - 1) / (depth + 2.0));
            using DisposeScope layer = NewDisposeScope();
            LayerStep ahead = map.Step(trainState, t), testAhead = map.Step(testState, t);
            residual.Read(t, ahead.Residual, testAhead.Residual);
            if (ahead.State.Equals(ahead.Residual) && testAhead.State.Equals(testAhead.Residual))
            {
                state.Take(residual, t); // a perceptron, whose x(t) is y(t)
            }
            else
            {
                state.Read(t, ahead.State, testAhead.State);
            }

            trainState.Dispose();
            testState.Dispose();
            (trainState, testState) = (ahead.State.MoveToOuterDisposeScope(), testAhead.State.MoveToOuterDisposeScope());
            transient.Add(ahead.Residual.MoveToOuterDisposeScope());
        }

        cancellation.ThrowIfCancellationRequested();
        progress?.Invoke(depth / (depth + 2.0));
        using LinearProbe whole = LinearProbe.Fit(transient, trainClasses, count);
        progress?.Invoke((depth + 1) / (depth + 2.0));
        return new()
        {
            Layers = [.. Enumerable.Range(0, depth + 1)],
            ResidualProbe = residual.Probe,
            StateProbe = state.Probe,
            ResidualNeighbours = residual.Neighbours,
            StateNeighbours = state.Neighbours,
            ResidualSilhouette = residual.Silhouette,
            StateSilhouette = state.Silhouette,
            ResidualPenalty = residual.Penalty,
            TransientAccuracy = TransientAccuracy(map, whole, test, testClasses),
            TransientPenalty = whole.Penalty,
            NetworkAccuracy = map is IReadout readout ? Accuracy(readout, testState, testClasses) : double.NaN,
            TrainSamples = trainClasses.Count,
            TestSamples = testClasses.Count,
            NeighbourSamples = residual.Picked,
            Neighbours = options.Neighbours,
        };
    }

    private static double Accuracy(IReadout readout, Tensor finalState, IReadOnlyList<int> classes)
    {
        long[] predicted = readout.Logits(finalState).argmax(1).cpu().data<long>().ToArray();
        return predicted.Where((predictedClass, i) => predictedClass == classes[i]).Count() / (double)predicted.Length;
    }

    // Chunk by chunk: the transients of all test samples at once would take B' T N numbers.
    private static double TransientAccuracy(IDepthMap map, LinearProbe probe, Tensor test, IReadOnlyList<int> classes)
    {
        double right = 0;
        for (int start = 0; start < classes.Count; start += Chunk)
        {
            using DisposeScope scope = NewDisposeScope();
            int end = Math.Min(classes.Count, start + Chunk);
            using Trajectory trajectory = Rollout.Run(map, test.slice(0, start, end, 1), map.Depth, new() { Signals = Signals.Residual });
            Tensor[] transient = [.. Enumerable.Range(0, map.Depth).Select(layer => trajectory[Signals.Residual].select(0, layer))];
            right += (end - start) * probe.Accuracy(transient, [.. Enumerable.Range(start, end - start).Select(i => classes[i])]);
        }

        return right / classes.Count;
    }

    // What is read from one signal, by layer; NaN where there is none.
    private sealed class Readings
    {
        private readonly IReadOnlyList<int> _trainClasses, _testClasses;
        private readonly int[] _picked, _pickedClasses;
        private readonly int _count, _voters;

        public Readings(int depth, IReadOnlyList<int> trainClasses, IReadOnlyList<int> testClasses, int count, SeparabilityOptions options)
        {
            (_trainClasses, _testClasses, _count, _voters) = (trainClasses, testClasses, count, options.Neighbours);
            int step = (testClasses.Count + options.NeighbourSamples - 1) / options.NeighbourSamples;
            _picked = [.. Enumerable.Range(0, testClasses.Count).GroupBy(i => testClasses[i]).SelectMany(own => own.Where((_, i) => i % step == 0))];
            _pickedClasses = [.. _picked.Select(i => testClasses[i])];
            (Probe, Penalty, Neighbours, Silhouette) = (None(), None(), None(), None());
            double[] None() => [.. Enumerable.Repeat(double.NaN, depth + 1)];
        }

        public int Picked => _pickedClasses.Length;

        public double[] Probe { get; }

        public double[] Penalty { get; }

        public double[] Neighbours { get; }

        public double[] Silhouette { get; }

        public void Read(int layer, Tensor train, Tensor test)
        {
            using LinearProbe probe = LinearProbe.Fit([train], _trainClasses, _count);
            using Tensor rows = tensor(_picked.Select(i => (long)i).ToArray(), device: test.device), picked = test.index_select(0, rows);
            (Probe[layer], Penalty[layer]) = (probe.Accuracy([test], _testClasses), probe.Penalty);
            Neighbours[layer] = NeighbourVote.Accuracy(picked, _pickedClasses, train, _trainClasses, _voters);
            Silhouette[layer] = Analysis.Silhouette.Mean(picked, _pickedClasses);
        }

        public void Take(Readings other, int layer) => (Probe[layer], Penalty[layer], Neighbours[layer], Silhouette[layer]) =
            (other.Probe[layer], other.Penalty[layer], other.Neighbours[layer], other.Silhouette[layer]);
    }
}
