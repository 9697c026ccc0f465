namespace Residua.Analysis;

/// <summary>What a fixed point is, by the eigenvalues of the flow; a periodic orbit is one of the map.</summary>
public enum FixedPointKind
{
    /// <summary>All eigenvalues have negative real parts.</summary>
    Attractor,

    /// <summary>Some have positive real parts, some negative.</summary>
    Saddle,

    /// <summary>All have positive real parts.</summary>
    Repeller,

    /// <summary>None is positive, some are zero to rounding: the linear part does not decide.</summary>
    Degenerate,

    /// <summary>A point that the map returns to after two layers or more.</summary>
    PeriodicOrbit,

    /// <summary>Eigenvalues were not computed: the work was limited.</summary>
    NotClassified,
}
