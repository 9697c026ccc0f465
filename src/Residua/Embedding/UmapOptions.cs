namespace Residua.Embedding;

/// <summary>How to embed.</summary>
public sealed record UmapOptions
{
    /// <summary>k, the size of a neighbourhood, counted with the point itself as the authors' program counts; 2 or more.</summary>
    public int Neighbours { get; init; } = 15;

    /// <summary>m, a distance in the plane, in the same unit as <see cref="Spread"/>, from 0 to below 3 spreads: points within it count as together (membership 1), so smaller is denser.</summary>
    public double MinDistance { get; init; } = 0.1;

    /// <summary>The scale of the plane, above 0: beyond m membership falls by e over this distance.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>Passes over the edges; 0 for 500 up to 10,000 points and 200 beyond.</summary>
    public int Epochs { get; init; }

    /// <summary>The seed.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 0 for as many as libtorch uses. The result does not depend on them.</summary>
    public int Threads { get; init; }
}
