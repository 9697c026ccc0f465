using Residua.Embedding;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>What <see cref="Separability"/> reads from one signal, by layer 0..T; NaN where there is none.</summary>
internal sealed class LayerReadings
{
    private readonly IReadOnlyList<int> _trainClasses, _testClasses;
    private readonly int _count, _voters;

    public LayerReadings(int depth, IReadOnlyList<int> trainClasses, IReadOnlyList<int> testClasses, int count, SeparabilityOptions options)
    {
        (_trainClasses, _testClasses, _count, _voters) = (trainClasses, testClasses, count, options.Neighbours);
        int step = (testClasses.Count + options.NeighbourSamples - 1) / options.NeighbourSamples;
        Picked = [.. Enumerable.Range(0, testClasses.Count).GroupBy(i => testClasses[i]).SelectMany(own => own.Where((_, i) => i % step == 0))];
        PickedClasses = [.. Picked.Select(i => testClasses[i])];
        (Probe, Penalty, Neighbours, Silhouette) = (None(), None(), None(), None());
        double[] None() => [.. Enumerable.Repeat(double.NaN, depth + 1)];
    }

    /// <summary>The test samples that are classified by neighbours and have silhouettes, [P].</summary>
    public int[] Picked { get; }

    /// <summary>Their classes, [P].</summary>
    public int[] PickedClasses { get; }

    /// <summary>Test accuracy of the probe.</summary>
    public double[] Probe { get; }

    /// <summary>Its λ.</summary>
    public double[] Penalty { get; }

    /// <summary>Accuracy of the vote.</summary>
    public double[] Neighbours { get; }

    /// <summary>Mean silhouette.</summary>
    public double[] Silhouette { get; }

    /// <summary>Whether the probe of the layer read last is right, by test sample; [B'].</summary>
    public bool[] LastRight { get; private set; } = [];

    /// <summary>Reads a layer.</summary>
    /// <param name="layer">t.</param>
    /// <param name="train">The signal of the training samples, [B,N].</param>
    /// <param name="test">Of the test samples, [B',N].</param>
    /// <param name="distances">Where the distances of this layer are added; null for nowhere.</param>
    /// <param name="cancellation">Ends it between its parts.</param>
    public void Read(int layer, Tensor train, Tensor test, TransientDistances? distances, CancellationToken cancellation)
    {
        ClassRows.RequireFinite(test, "signal");
        using DisposeScope scope = NewDisposeScope();
        using LinearProbe probe = LinearProbe.Fit([train], _trainClasses, _count, cancellation);
        LastRight = [.. probe.Predict([test]).Select((predicted, i) => predicted == _testClasses[i])];
        (Probe[layer], Penalty[layer]) = (LastRight.Count(right => right) / (double)LastRight.Length, probe.Penalty);
        Tensor rows = tensor(Picked.Select(i => (long)i).ToArray(), device: test.device), picked = test.index_select(0, rows);
        Neighbours[layer] = NeighbourVote.Accuracy(
            picked, PickedClasses, train, _trainClasses, _voters, distances is null ? null : distances.AddFromTrain, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Tensor among = Analysis.Silhouette.SquaredDistances(picked);
        Silhouette[layer] = Analysis.Silhouette.OfSquares(among, PickedClasses);
        distances?.AddAmong(among);
    }

    /// <summary>Takes what another signal's layer reads.</summary>
    public void Take(LayerReadings other, int layer) => (Probe[layer], Penalty[layer], Neighbours[layer], Silhouette[layer]) =
        (other.Probe[layer], other.Penalty[layer], other.Neighbours[layer], other.Silhouette[layer]);
}
