namespace Residua.Systems;

/// <summary>Statistics of the residuals through depth, over the samples still running at each layer.</summary>
/// <remarks>Standard deviations are of the population (divided by the number of samples). L layers were kept.</remarks>
public sealed record ResidualStatistics
{
    /// <summary>The layers kept, ascending; [L].</summary>
    public required int[] Layers { get; init; }

    /// <summary>Number of neurons N.</summary>
    public required int Neurons { get; init; }

    /// <summary>Number of classes C of the within-class statistics; 0 when none were asked for.</summary>
    public required int Classes { get; init; }

    /// <summary>Samples still running; [L].</summary>
    public required int[] Running { get; init; }

    /// <summary>Mean of y_i(t) over samples; [L,N] row-major.</summary>
    public required float[] Mean { get; init; }

    /// <summary>Standard deviation of y_i(t) over samples; [L,N] row-major.</summary>
    public required float[] StandardDeviation { get; init; }

    /// <summary>Mean within each class; [L,C,N] row-major, NaN for a class without samples; empty when none were asked for.</summary>
    public required float[] ClassMean { get; init; }

    /// <summary>Standard deviation within each class; [L,C,N] row-major, as <see cref="ClassMean"/>.</summary>
    public required float[] ClassStandardDeviation { get; init; }

    /// <summary>Share of residuals (over samples and neurons) near zero; [L].</summary>
    public required double[] ShareNearZero { get; init; }

    /// <summary>Share of residuals near one; [L].</summary>
    public required double[] ShareNearOne { get; init; }

    /// <summary>Mean over samples and neurons of |y(t) - y(t-1)|; [L], NaN at layer 1.</summary>
    public required double[] MeanAbsoluteChange { get; init; }
}
