namespace Residua.Analysis;

/// <summary>What the residuals do through depth, past the last layer where weights are shared (Figure 2).</summary>
/// <remarks>Arrays of the same length L go with <see cref="Layers"/>; the statistics by neuron are kept apart, in arrays.</remarks>
public sealed record UnrollResult
{
    /// <summary>T, the depth the network was trained with.</summary>
    public required int TrainedDepth { get; init; }

    /// <summary>How many layers were run.</summary>
    public required int Depth { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The layers kept; [L].</summary>
    public required int[] Layers { get; init; }

    /// <summary>Mean over neurons and samples of y(t); [L]. NaN, as the deviations below, at a layer where an activity is not finite.</summary>
    public required double[] MeanResidual { get; init; }

    /// <summary>Mean over neurons of the standard deviation over samples of y(t); [L].</summary>
    public required double[] MeanDeviation { get; init; }

    /// <summary>Mean over neurons and classes of the standard deviation within a class; [L].</summary>
    public required double[] MeanClassDeviation { get; init; }

    /// <summary>Mean over samples and neurons of |y(t) - y(t-1)|; [L], NaN at layer 1.</summary>
    public required double[] MeanAbsoluteChange { get; init; }

    /// <summary>Share of neurons whose mean residual is below 0.01; [L].</summary>
    public required double[] ShareOfMeansBelow001 { get; init; }

    /// <summary>Share of neurons whose mean residual is above 0.5; [L].</summary>
    public required double[] ShareOfMeansAbove05 { get; init; }

    /// <summary>Share of neurons whose mean residual is above 0.99; [L].</summary>
    public required double[] ShareOfMeansAbove099 { get; init; }

    /// <summary>Share of neurons, averaged over pairs of classes, whose class means differ by more than 0.1 at the last layer.</summary>
    public required double ShareDifferingBetweenClasses { get; init; }

    /// <summary>Mean of y_i(t) over samples; [L,N] row-major. Stored as an array file, not in JSON.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public float[] Mean { get; init; } = [];

    /// <summary>Standard deviation of y_i(t) over samples; [L,N] row-major. Stored as an array file, not in JSON.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public float[] Deviation { get; init; } = [];

    /// <summary>Mean of y_i at the last layer within each class; [C,N] row-major. Stored as an array file, not in JSON.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public float[] FinalClassMean { get; init; } = [];

    /// <summary>Standard deviation of y_i at the last layer within each class; [C,N]. Stored as an array file, not in JSON.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public float[] FinalClassDeviation { get; init; } = [];

    /// <summary>Neurons N.</summary>
    public required int Neurons { get; init; }

    /// <summary>Classes C.</summary>
    public required int Classes { get; init; }
}
