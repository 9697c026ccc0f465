namespace Residua.Analysis;

/// <summary>How well classes can be told apart by layer, and by the whole transient (claim C17). Arrays go with <see cref="Layers"/>.</summary>
public sealed record SeparabilityResult
{
    /// <summary>The layers, 0 (the embedded input) to T; [L].</summary>
    public required int[] Layers { get; init; }

    /// <summary>Test accuracy of the linear probe on y(t); [L], NaN at layer 0.</summary>
    public required double[] ResidualProbe { get; init; }

    /// <summary>Test accuracy of the linear probe on x(t); [L].</summary>
    public required double[] StateProbe { get; init; }

    /// <summary>Accuracy of the vote of the nearest training samples on y(t); [L], NaN at layer 0.</summary>
    public required double[] ResidualNeighbours { get; init; }

    /// <summary>The same on x(t); [L].</summary>
    public required double[] StateNeighbours { get; init; }

    /// <summary>Mean silhouette of the classes in y(t); [L], NaN at layer 0.</summary>
    public required double[] ResidualSilhouette { get; init; }

    /// <summary>The same in x(t); [L].</summary>
    public required double[] StateSilhouette { get; init; }

    /// <summary>Test accuracy of the probe on the whole transient y(1..T), T N features side by side.</summary>
    public required double TransientAccuracy { get; init; }

    /// <summary>Test accuracy of the probe on y(T) alone.</summary>
    public double LastAccuracy => ResidualProbe[^1];

    /// <summary>The penalty λ chosen for the transient's probe.</summary>
    public required double TransientPenalty { get; init; }

    /// <summary>The penalties chosen for the probes on y(t); [L], NaN at layer 0.</summary>
    public required double[] ResidualPenalty { get; init; }

    /// <summary>The network's own accuracy on the test samples; NaN where it has no readout.</summary>
    public required double NetworkAccuracy { get; init; }

    /// <summary>Training images that probes were fitted on, a fifth of them for the choice of λ.</summary>
    public required int TrainSamples { get; init; }

    /// <summary>Test images that probes were tested on.</summary>
    public required int TestSamples { get; init; }

    /// <summary>Test images classified by neighbours, and in silhouettes.</summary>
    public required int NeighbourSamples { get; init; }

    /// <summary>k, the voters.</summary>
    public required int Neighbours { get; init; }

    /// <summary>C17: the probe on the whole transient beside the one on the last residual.</summary>
    public Measurement ToMeasurement(int seed) => new()
    {
        Seed = seed,
        Values = new Dictionary<string, double> { ["transientAccuracy"] = TransientAccuracy, ["lastAccuracy"] = LastAccuracy },
        Over = $"ridge probes fitted on {TrainSamples} training images, tested on {TestSamples} test images",
    };
}
