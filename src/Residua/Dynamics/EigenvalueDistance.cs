namespace Residua.Dynamics;

/// <summary>How far two lists of eigenvalues are apart as sets with multiplicity.</summary>
public static class EigenvalueDistance
{
    /// <summary>
    /// Pairs each eigenvalue of one list with the nearest of the other that is not taken yet, those of large magnitude first, and gives the largest
    /// distance of a pair: an upper bound of the least that a pairing can have.
    /// </summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static double Largest(
        IReadOnlyList<double> firstReal, IReadOnlyList<double> firstImaginary, IReadOnlyList<double> secondReal, IReadOnlyList<double> secondImaginary)
    {
        int count = firstReal.Count;
        if (secondReal.Count != count)
        {
            throw new ArgumentException($"There are {count} and {secondReal.Count} eigenvalues; only as many of each can be paired.", nameof(secondReal));
        }

        double Distance(int a, int b) => double.Hypot(firstReal[a] - secondReal[b], firstImaginary[a] - secondImaginary[b]);
        bool[] taken = new bool[count];
        double largest = 0;
        foreach (int a in Enumerable.Range(0, count).OrderByDescending(a => double.Hypot(firstReal[a], firstImaginary[a])))
        {
            int nearest = Enumerable.Range(0, count).Where(b => !taken[b]).MinBy(b => Distance(a, b));
            taken[nearest] = true;
            largest = Math.Max(largest, Distance(a, nearest));
        }

        return largest;
    }
}
