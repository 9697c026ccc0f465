namespace Residua.Analysis;

/// <summary>How the matrices of a network with variable weights differ from layer to layer.</summary>
/// <remarks>Arrays of pairs have T-1 values: index i is layers i+1 and i+2. Two independent matrices of mean 0 and equal size differ by √2.</remarks>
public sealed record WeightDriftResult
{
    /// <summary>T.</summary>
    public required int Depth { get; init; }

    /// <summary>Neurons N.</summary>
    public required int Neurons { get; init; }

    /// <summary>‖W(t)‖_F; [T].</summary>
    public required double[] Norms { get; init; }

    /// <summary>‖W(t+1) - W(t)‖_F / ‖W(t+1)‖_F; [T-1].</summary>
    public required double[] Differences { get; init; }

    /// <summary>The cosine of the angle between W(t) and W(t+1), as vectors of N² numbers; [T-1].</summary>
    public required double[] Cosines { get; init; }

    /// <summary>‖b(t+1) - b(t)‖ / ‖b(t+1)‖; [T-1], empty without biases.</summary>
    public required double[] BiasDifferences { get; init; }

    /// <summary>‖W(s) - W(t)‖_F over the norm of the deeper of the two; [T][T].</summary>
    public required double[][] Distances { get; init; }

    /// <summary>C14: the relative differences of the last two pairs of matrices; NaN where there is only one pair.</summary>
    public Measurement ToMeasurement(int seed) => new()
    {
        Seed = seed,
        Values = new Dictionary<string, double>
        {
            ["lastDifference"] = Differences[^1],
            ["previousDifference"] = Differences.Length > 1 ? Differences[^2] : double.NaN,
        },
        Over = $"layers {Math.Max(1, Depth - 2)}–{Depth}",
    };
}
