using Residua.Dynamics;

namespace Residua.Analysis;

/// <summary>
/// All fixed points of eq. 3 for a small W, by trying each of the 3^N saturation patterns: y_S is 0 or 1, and W_UU y_U = -W_US y_S must
/// have its solution inside (0,1).
/// </summary>
/// <remarks>
/// Source: paper, section 4, claim C16, which counts 3^N. Where no neuron is at 1 only the origin solves a regular system, so at most
/// 3^N - 2^N + 1 are left. Where W_UU is singular there may be a whole line of fixed points, or none; such patterns are counted apart.
/// </remarks>
public sealed record FixedPointEnumeration
{
    /// <summary>The largest N: 3^8 patterns are done in a moment.</summary>
    public const int MaximumNeurons = 8;

    /// <summary>The fixed points, y [N] each, all different.</summary>
    public required double[][] Points { get; init; }

    /// <summary>The pattern of each point: 0, 1 or -1 (free) for each neuron.</summary>
    public required sbyte[][] Patterns { get; init; }

    /// <summary>Patterns whose W_UU is singular to rounding, with a neuron or more in U.</summary>
    public required int SingularPatterns { get; init; }

    /// <summary>Tries all patterns.</summary>
    /// <param name="weight">W, [N,N] row-major.</param>
    /// <param name="neurons">N, at most <see cref="MaximumNeurons"/>.</param>
    /// <exception cref="ArgumentException">N is too large, or a weight is not finite.</exception>
    public static FixedPointEnumeration Of(double[] weight, int neurons)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(neurons, MaximumNeurons);
        if (weight.Length != neurons * neurons || !weight.All(double.IsFinite))
        {
            throw new ArgumentException($"W must hold {neurons * neurons} finite numbers.", nameof(weight));
        }

        List<double[]> points = [];
        List<sbyte[]> patterns = [];
        int singular = 0;
        for (int number = 0; number < Power(3, neurons); number++)
        {
            sbyte[] pattern = new sbyte[neurons];
            for (int i = 0, rest = number; i < neurons; i++, rest /= 3)
            {
                pattern[i] = (sbyte)(rest % 3 - 1);
            }

            if (SaturationPattern.Solve(weight, pattern) is not { } y)
            {
                singular++;
            }
            else if (SaturationPattern.IsInside(y, pattern))
            {
                points.Add(y);
                patterns.Add(pattern);
            }
        }

        return new() { Points = [.. points], Patterns = [.. patterns], SingularPatterns = singular };
    }

    /// <summary>The paper's count, 3^N.</summary>
    public static int Claimed(int neurons) => Power(3, neurons);

    /// <summary>The most that there are where no W_UU is singular: 3^N - 2^N + 1.</summary>
    public static int Bound(int neurons) => Power(3, neurons) - Power(2, neurons) + 1;

    private static int Power(int number, int exponent) => (int)Math.Pow(number, exponent);
}
