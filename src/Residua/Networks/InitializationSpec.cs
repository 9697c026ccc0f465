namespace Residua.Networks;

/// <summary>
/// How weights start: W_ij ~ N(mean/N, gain²/N), b_i = bias, K = 0 or K ~ N(0, 1/N). Named starts fill in the numbers;
/// see <see cref="Initializations"/>.
/// </summary>
public sealed record InitializationSpec
{
    /// <summary>The mean of N·W_ij: negative makes neurons compete from the start.</summary>
    public double WeightMean { get; init; }

    /// <summary>The standard deviation of √N·W_ij.</summary>
    public double WeightGain { get; init; } = 1;

    /// <summary>The start of every bias; negative keeps residuals small, like a closed gate.</summary>
    public double Bias { get; init; }

    /// <summary>Whether all weights of a variable net start from one and the same matrix.</summary>
    public bool SameStart { get; init; }

    /// <summary>The standard deviation of √N·K_cn; 0 starts the classifier at zero.</summary>
    public double ClassifierGain { get; init; }
}
