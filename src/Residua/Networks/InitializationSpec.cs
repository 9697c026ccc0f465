namespace Residua.Networks;

/// <summary>
/// How weights start: W_ij ~ N((mean + spread g_i)/N, gain²/N) + diagonal δ_ij with g_i ~ N(0,1), b_i = bias, K = 0 or K ~ N(0, 1/N). Named starts fill in the numbers;
/// see <see cref="Initializations"/>.
/// </summary>
public sealed record InitializationSpec
{
    /// <summary>The mean of N·W_ij: negative makes neurons compete from the start.</summary>
    public double WeightMean { get; init; }

    /// <summary>The standard deviation over neurons i of that mean: with it some neurons are inhibited less than others, whatever the input.</summary>
    public double WeightRowSpread { get; init; }

    /// <summary>The standard deviation of √N·W_ij about its row's mean.</summary>
    public double WeightGain { get; init; } = 1;

    /// <summary>What is added to every W_ii: negative makes each neuron inhibit itself, so that its residual fades as it goes on.</summary>
    public double WeightDiagonal { get; init; }

    /// <summary>The start of every bias; negative keeps residuals small, like a closed gate.</summary>
    public double Bias { get; init; }

    /// <summary>Whether all weights of a variable net start from one and the same matrix.</summary>
    public bool SameStart { get; init; }

    /// <summary>The standard deviation of √N·K_cn; 0 starts the classifier at zero.</summary>
    public double ClassifierGain { get; init; }

    /// <summary>Checks that every number is finite and no larger than <see cref="NetworkSpec.MostReal"/>.</summary>
    /// <exception cref="ArgumentException">One is not; the message says which.</exception>
    public void Validate()
    {
        (string Name, double Value)[] numbers =
        [
            ("weight mean", WeightMean), ("spread of row means", WeightRowSpread), ("weight gain", WeightGain), ("weight diagonal", WeightDiagonal),
            ("bias", Bias), ("classifier gain", ClassifierGain),
        ];
        foreach ((string name, double value) in numbers)
        {
            if (!(Math.Abs(value) <= NetworkSpec.MostReal))
            {
                throw new ArgumentException($"The {name} of the start must be a number from -{NetworkSpec.MostReal} to {NetworkSpec.MostReal}, not {value}.");
            }
        }
    }
}
