using System.Globalization;

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

    /// <summary>Test samples that the transient's probe alone classifies rightly, b; null in results of old.</summary>
    public int? TransientAloneRight { get; init; }

    /// <summary>Test samples that the probe on y(T) alone classifies rightly, and the transient's does not, c; null in results of old.</summary>
    public int? LastAloneRight { get; init; }

    /// <summary>
    /// The standard error of <see cref="TransientAccuracy"/> - <see cref="LastAccuracy"/>, √(b + c - (b - c)²/n) / n: of pairs, for both
    /// probes are tested on the same n images. NaN in results of old.
    /// </summary>
    /// <remarks>Source: McNemar 1947; Agresti, "Categorical Data Analysis", 3rd ed. 2013, section 11.1.</remarks>
    public double DifferenceError => TransientAloneRight is { } b && LastAloneRight is { } c
        ? Math.Sqrt(Math.Max(0, b + c - ((double)(b - c) * (b - c) / TestSamples))) / TestSamples
        : double.NaN;

    /// <summary>Accuracy of the vote of the nearest training samples on the whole transient y(1..T); NaN in results of old.</summary>
    public double TransientNeighbours { get; init; } = double.NaN;

    /// <summary>The same on y(T) alone.</summary>
    public double LastNeighbours => ResidualNeighbours[^1];

    /// <summary>Mean silhouette of the classes in the whole transient y(1..T); NaN in results of old.</summary>
    public double TransientSilhouette { get; init; } = double.NaN;

    /// <summary>The same in y(T) alone.</summary>
    public double LastSilhouette => ResidualSilhouette[^1];

    /// <summary>The penalty λ chosen for the transient's probe.</summary>
    public required double TransientPenalty { get; init; }

    /// <summary>The penalties chosen for the probes on y(t); [L], NaN at layer 0.</summary>
    public required double[] ResidualPenalty { get; init; }

    /// <summary>The network's own accuracy on the test samples; NaN where it has no readout.</summary>
    public required double NetworkAccuracy { get; init; }

    /// <summary>Training images: probes were fitted on four fifths of them, and λ chosen on the fifth; neighbours are among all.</summary>
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
        Over = $"ridge probes fitted on {TrainSamples} training images (a fifth for the penalty), tested on {TestSamples} test images",
        Note = double.IsNaN(DifferenceError) ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"The standard error of the difference, of pairs, is {100 * DifferenceError:F2} % of the images. Vote of {Neighbours} neighbours {100 * TransientNeighbours:F1} % on the transient and {100 * LastNeighbours:F1} % on y(T), mean silhouette {TransientSilhouette:F3} and {LastSilhouette:F3}."),
    };
}
