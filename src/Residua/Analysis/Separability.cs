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
/// images: a probe's test accuracy is honest, but not the best that could be had from fresh images. Probes are fitted in float64;
/// distances are taken in float32, those of silhouettes in the network's precision. The residuals of all layers are kept: 2 (B + B') T N numbers at most.
/// Source: paper, contribution 1, claim C17.
/// </remarks>
public static class Separability
{
    /// <summary>Measures it at the trained layers.</summary>
    /// <param name="map">The network.</param>
    /// <param name="train">Embedded training samples, [B,N].</param>
    /// <param name="trainClasses">Their classes, [B].</param>
    /// <param name="test">Embedded test samples, [B',N].</param>
    /// <param name="testClasses">Their classes, [B'].</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between layers, and between the products and systems of a layer.</param>
    /// <exception cref="ArgumentException">Sizes do not agree, or a signal is not finite.</exception>
    public static SeparabilityResult Measure(
        IDepthMap map, Tensor train, IReadOnlyList<int> trainClasses, Tensor test, IReadOnlyList<int> testClasses, SeparabilityOptions options,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        (int depth, int count) = (map.Depth, 1 + Math.Max(trainClasses.Max(), testClasses.Max()));
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        LayerReadings state = new(depth, trainClasses, testClasses, count, options), residual = new(depth, trainClasses, testClasses, count, options);
        state.Read(0, train, test, null, cancellation);
        TransientDistances distances = new(residual.Picked.Length, trainClasses.Count, train.dtype, train.device);
        List<Tensor> transient = [], testTransient = [];
        (Tensor trainState, Tensor testState) = (train.alias(), test.alias());
        for (int t = 1; t <= depth; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke((t - 1) / (depth + 2.0));
            using DisposeScope layer = NewDisposeScope();
            LayerStep ahead = map.Step(trainState, t), testAhead = map.Step(testState, t);
            residual.Read(t, ahead.Residual, testAhead.Residual, distances, cancellation);
            if (ahead.State.Equals(ahead.Residual) && testAhead.State.Equals(testAhead.Residual))
            {
                state.Take(residual, t); // a perceptron, whose x(t) is y(t)
            }
            else
            {
                state.Read(t, ahead.State, testAhead.State, null, cancellation);
            }

            trainState.Dispose();
            testState.Dispose();
            (trainState, testState) = (ahead.State.MoveToOuterDisposeScope(), testAhead.State.MoveToOuterDisposeScope());
            transient.Add(ahead.Residual.MoveToOuterDisposeScope());
            testTransient.Add(testAhead.Residual.MoveToOuterDisposeScope());
        }

        cancellation.ThrowIfCancellationRequested();
        progress?.Invoke(depth / (depth + 2.0));
        using LinearProbe whole = LinearProbe.Fit(transient, trainClasses, count, cancellation);
        progress?.Invoke((depth + 1) / (depth + 2.0));
        bool[] right = [.. whole.Predict(testTransient).Select((predicted, i) => predicted == testClasses[i])], lastRight = residual.LastRight;
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
            TransientAccuracy = right.Count(one => one) / (double)right.Length,
            TransientPenalty = whole.Penalty,
            TransientAloneRight = right.Zip(lastRight).Count(pair => pair.First && !pair.Second),
            LastAloneRight = right.Zip(lastRight).Count(pair => !pair.First && pair.Second),
            TransientNeighbours = NeighbourVote.Accuracy(distances.FromTrain, residual.PickedClasses, trainClasses, options.Neighbours, cancellation),
            TransientSilhouette = Silhouette.OfSquares(distances.Among, residual.PickedClasses),
            NetworkAccuracy = map is IReadout readout ? Accuracy(readout, testState, testClasses) : double.NaN,
            TrainSamples = trainClasses.Count,
            TestSamples = testClasses.Count,
            NeighbourSamples = residual.Picked.Length,
            Neighbours = options.Neighbours,
        };
    }

    private static double Accuracy(IReadout readout, Tensor finalState, IReadOnlyList<int> classes)
    {
        using Tensor logits = readout.Logits(finalState);
        int[] predicted = Decision.Of(logits);
        return predicted.Where((predictedClass, i) => predictedClass == classes[i]).Count() / (double)predicted.Length;
    }
}
