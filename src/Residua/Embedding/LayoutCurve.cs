namespace Residua.Embedding;

/// <summary>
/// The membership of two points of the plane by their distance d, 1 / (1 + a d^(2b)), fitted to what is wanted: 1 up to the least
/// distance m, then exp(-(d - m) / spread).
/// </summary>
/// <param name="A">a.</param>
/// <param name="B">b.</param>
/// <remarks>Source: McInnes, Healy and Melville 2018, definition 11 and section 4.3.</remarks>
public readonly record struct LayoutCurve(double A, double B)
{
    private const int Samples = 300, Steps = 200;

    /// <summary>Fits a and b by least squares at 300 distances from 0 to 3 spreads (Levenberg and Marquardt's method, from a = b = 1).</summary>
    /// <param name="minDistance">m, from 0 to 3 spreads.</param>
    /// <param name="spread">The scale of the plane, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static LayoutCurve Fit(double minDistance, double spread = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(spread);
        ArgumentOutOfRangeException.ThrowIfNegative(minDistance);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(minDistance, 3 * spread);
        double[] distances = [.. Enumerable.Range(0, Samples).Select(i => 3 * spread * i / (Samples - 1))];
        double[] wanted = [.. distances.Select(d => d < minDistance ? 1 : Math.Exp(-(d - minDistance) / spread))];
        LayoutCurve best = new(1, 1);
        double error = best.Error(distances, wanted), damping = 1e-3;
        for (int step = 0; step < Steps && damping < 1e12; step++)
        {
            LayoutCurve next = best.Stepped(distances, wanted, damping);
            double stepped = next.A > 0 && next.B > 0 ? next.Error(distances, wanted) : double.PositiveInfinity;
            bool better = stepped < error;
            (best, error, damping) = better ? (next, stepped, damping / 10) : (best, error, damping * 10);
        }

        return best;
    }

    /// <summary>1 / (1 + a d^(2b)).</summary>
    public double At(double distance) => 1 / (1 + (A * Math.Pow(distance, 2 * B)));

    private double Error(double[] distances, double[] wanted)
    {
        double sum = 0;
        for (int i = 0; i < distances.Length; i++)
        {
            double residual = At(distances[i]) - wanted[i];
            sum += residual * residual;
        }

        return sum;
    }

    // One damped Gauss-Newton step: (JᵀJ + damping diag JᵀJ) δ = -Jᵀr.
    private LayoutCurve Stepped(double[] distances, double[] wanted, double damping)
    {
        double aa = 0, ab = 0, bb = 0, ar = 0, br = 0;
        for (int i = 0; i < distances.Length; i++)
        {
            double d = distances[i], value = At(d), power = Math.Pow(d, 2 * B);
            double byA = -power * value * value, byB = d > 0 ? -2 * A * power * Math.Log(d) * value * value : 0, residual = value - wanted[i];
            (aa, ab, bb, ar, br) = (aa + (byA * byA), ab + (byA * byB), bb + (byB * byB), ar + (byA * residual), br + (byB * residual));
        }

        (aa, bb) = (aa * (1 + damping), bb * (1 + damping));
        double determinant = (aa * bb) - (ab * ab);
        return new(A - (((bb * ar) - (ab * br)) / determinant), B - (((aa * br) - (ab * ar)) / determinant));
    }
}
