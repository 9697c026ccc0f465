namespace Residua.Analysis;

/// <summary>How many fixed points eq. 3 has for random W of a few neurons, by exhaustive count. Arrays go with <see cref="Neurons"/>.</summary>
public sealed record FixedPointCountResult
{
    /// <summary>The seed of the matrices.</summary>
    public required int Seed { get; init; }

    /// <summary>Matrices for each N, with W_ij ~ N(0,1).</summary>
    public required int Matrices { get; init; }

    /// <summary>N.</summary>
    public required int[] Neurons { get; init; }

    /// <summary>The paper's count, 3^N.</summary>
    public required int[] Claimed { get; init; }

    /// <summary>The generic bound, 3^N - 2^N + 1.</summary>
    public required int[] Bound { get; init; }

    /// <summary>The least count over the matrices.</summary>
    public required int[] Least { get; init; }

    /// <summary>The mean count.</summary>
    public required double[] Mean { get; init; }

    /// <summary>The largest count.</summary>
    public required int[] Most { get; init; }

    /// <summary>C16: counts over 3^N.</summary>
    public Measurement ToMeasurement() => new()
    {
        Seed = Seed,
        Values = new Dictionary<string, double>
        {
            ["leastShare"] = Neurons.Select((_, i) => Least[i] / (double)Claimed[i]).Min(),
            ["largestShare"] = Neurons.Select((_, i) => Most[i] / (double)Claimed[i]).Max(),
        },
        Over = $"{Matrices} random W for each N from {Neurons[0]} to {Neurons[^1]}",
        Note = "Without a neuron at 1 only the origin is left, so generically at most 3^N - 2^N + 1 exist, of which those outside (0,1) do not count.",
    };
}
