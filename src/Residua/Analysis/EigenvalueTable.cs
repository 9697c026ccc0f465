using Residua.Dynamics;

namespace Residua.Analysis;

/// <summary>Collects the eigenvalues of points, whole and in a few numbers.</summary>
internal sealed class EigenvalueTable
{
    private const int Listed = 10;
    private readonly List<double> _flowReal = [], _flowImaginary = [], _mapReal = [], _mapImaginary = [];

    /// <summary>An eigenvalue of a matrix of norm n counts as positive above this share of n: below it may be rounding.</summary>
    public const double Rounding = 1e-9;

    public double[] FlowReal => [.. _flowReal];

    public double[] FlowImaginary => [.. _flowImaginary];

    public double[] MapReal => [.. _mapReal];

    public double[] MapImaginary => [.. _mapImaginary];

    public PointEigenvalues Add(int label, int samples, double speed, double norm, ReducedEigenvalues flow, ReducedEigenvalues map)
    {
        _flowReal.AddRange(flow.Real);
        _flowImaginary.AddRange(flow.Imaginary);
        _mapReal.AddRange(map.Real);
        _mapImaginary.AddRange(map.Imaginary);
        double limit = Rounding * norm;
        return new()
        {
            Class = label,
            Samples = samples,
            Speed = speed,
            Unsaturated = flow.Unsaturated,
            Positive = flow.CountAbove(limit),
            PositiveSaturated = flow.Saturated.Count(value => value > limit),
            LargestPositive = [.. flow.Real.TakeWhile(value => value > limit).Take(Listed)],
            SpectralAbscissa = flow.Real[0],
            Outside = map.CountOutside(1 + limit),
            SpectralRadius = map.SpectralRadius,
            Norm = norm,
            BackwardError = Relative(flow.Dropped, norm),
            ErrorBound = Relative(flow.ErrorBound, norm),
        };
    }

    /// <summary>The eigenvalues of class means under one threshold, in a few numbers.</summary>
    public static ThresholdEigenvalues AtThreshold(double threshold, double[] norms, ReducedEigenvalues[] means)
    {
        int[] positive = [.. means.Select((mean, c) => mean.CountAbove(Rounding * norms[c])).Order()];
        return new()
        {
            Threshold = threshold,
            MeanUnsaturated = means.Average(mean => mean.Unsaturated),
            MedianPositive = (positive[(positive.Length - 1) / 2] + positive[positive.Length / 2]) / 2.0,
            ClassesWithAtMostOne = positive.Count(count => count <= 1),
            LargestEigenvalue = means.Max(mean => mean.Real[0]),
        };
    }

    public static double Relative(double size, double norm) => size == 0 ? 0 : size / norm;
}
