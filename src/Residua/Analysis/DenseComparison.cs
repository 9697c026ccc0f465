namespace Residua.Analysis;

/// <summary>The reduced eigenvalues of the flow beside those of the whole matrix, at one class mean.</summary>
public sealed record DenseComparison
{
    /// <summary>The class.</summary>
    public required int Class { get; init; }

    /// <summary>The largest distance of a reduced eigenvalue from its partner, over ‖J‖₂.</summary>
    public required double LargestDifference { get; init; }

    /// <summary>Eigenvalues of the whole matrix with a positive real part, as counted in <see cref="PointEigenvalues.Positive"/>.</summary>
    public required int Positive { get; init; }

    /// <summary>The largest real part of the whole matrix' eigenvalues.</summary>
    public required double SpectralAbscissa { get; init; }
}
