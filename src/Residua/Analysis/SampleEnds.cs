namespace Residua.Analysis;

/// <summary>How many distinct points samples end at, by what the points are; points at which no sample ends do not count.</summary>
/// <param name="Attractors">Fixed points whose flow attracts: <see cref="FixedPointKind.Attractor"/>.</param>
/// <param name="Orbits">Periodic orbits.</param>
/// <param name="Others">Saddles, repellers, and points that the linear part does not decide.</param>
/// <param name="NotClassified">Fixed points whose eigenvalues were not computed.</param>
/// <param name="Samples">Samples that end at an attractor or on an orbit.</param>
public sealed record SampleEnds(int Attractors, int Orbits, int Others, int NotClassified, int Samples)
{
    /// <summary>Attractors and orbits, the number that §6 of the paper asks about.</summary>
    public int Attracting => Attractors + Orbits;

    /// <summary>Counts them.</summary>
    public static SampleEnds Of(FixedPointsResult result)
    {
        FixedPointKind[] ends = [.. result.SamplePoints.Where(point => point >= 0).Distinct().Select(point => result.Points[point].Kind)];
        (int attractors, int orbits, int unknown) = (Count(FixedPointKind.Attractor), Count(FixedPointKind.PeriodicOrbit), Count(FixedPointKind.NotClassified));
        return new(
            attractors,
            orbits,
            ends.Length - attractors - orbits - unknown,
            unknown,
            result.SamplePoints.Count(point => point >= 0 && result.Points[point].Kind is (FixedPointKind.Attractor or FixedPointKind.PeriodicOrbit)));

        int Count(FixedPointKind kind) => ends.Count(end => end == kind);
    }
}
