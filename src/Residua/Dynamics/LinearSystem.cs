namespace Residua.Dynamics;

/// <summary>Small linear systems.</summary>
internal static class LinearSystem
{
    /// <summary>A pivot of at most this share of the largest element is zero to rounding.</summary>
    public const double Singular = 1e-13;

    /// <summary>x with A x = b by elimination with partial pivoting; null where A is singular to rounding. A and b are overwritten.</summary>
    public static double[]? Solve(double[,] a, double[] b)
    {
        int n = b.Length;
        double largest = 0;
        foreach (double value in a)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
            {
                pivot = Math.Abs(a[i, k]) > Math.Abs(a[pivot, k]) ? i : pivot;
            }

            if (Math.Abs(a[pivot, k]) <= Singular * largest)
            {
                return null;
            }

            if (pivot != k)
            {
                for (int j = k; j < n; j++)
                {
                    (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
                }

                (b[k], b[pivot]) = (b[pivot], b[k]);
            }

            for (int i = k + 1; i < n; i++)
            {
                double factor = a[i, k] / a[k, k];
                for (int j = k + 1; j < n && factor != 0; j++)
                {
                    a[i, j] -= factor * a[k, j];
                }

                b[i] -= factor * b[k];
            }
        }

        for (int k = n - 1; k >= 0; k--)
        {
            for (int j = k + 1; j < n; j++)
            {
                b[k] -= a[k, j] * b[j];
            }

            b[k] /= a[k, k];
        }

        return b;
    }
}
