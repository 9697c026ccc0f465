namespace Residua.App.Explorer.Services;

/// <summary>Trajectories of test images in two or three coordinates.</summary>
/// <remarks>L layers, S samples, C coordinates, N neurons.</remarks>
public sealed record PlanePaths
{
    /// <summary>What was asked.</summary>
    public required PlaneChoice Choice { get; init; }

    /// <summary>The layers kept, ascending; 0 is the embedded image; [L].</summary>
    public required int[] Layers { get; init; }

    /// <summary>The images, ascending by class; [S].</summary>
    public required SampleImage[] Samples { get; init; }

    /// <summary>C: 3 for principal components, 2 for UMAP.</summary>
    public required int Axes { get; init; }

    /// <summary>The coordinates, [L,S,C] row-major.</summary>
    public required float[] Coordinates { get; init; }

    /// <summary>The share of the variance along each principal component, [C]; empty for UMAP.</summary>
    public double[] Shares { get; init; } = [];

    /// <summary>The mean that was taken off, [N]; empty for UMAP.</summary>
    public double[] Mean { get; init; } = [];

    /// <summary>The principal components, [C,N] row-major; empty for UMAP.</summary>
    public double[] Components { get; init; } = [];

    /// <summary>How long it took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>A coordinate.</summary>
    /// <param name="layer">The place among <see cref="Layers"/>.</param>
    /// <param name="sample">The place among <see cref="Samples"/>.</param>
    /// <param name="axis">0, 1 or 2.</param>
    public double At(int layer, int sample, int axis) => Coordinates[(((layer * Samples.Length) + sample) * Axes) + axis];

    /// <summary>Limits of an axis over all layers and samples, with a margin.</summary>
    public (double Least, double Most) Range(int axis)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int i = axis; i < Coordinates.Length; i += Axes)
        {
            (least, most) = (Math.Min(least, Coordinates[i]), Math.Max(most, Coordinates[i]));
        }

        double margin = most > least ? 0.04 * (most - least) : 1;
        return (least - margin, most + margin);
    }

    /// <summary>An axis' name, with the share of the variance that it carries.</summary>
    public string Axis(int axis, bool isShort = false) => Choice.IsUmap ? $"UMAP {axis + 1}"
        : FormattableString.Invariant($"component {axis + 1} ({100 * Shares[axis]:F1} %{(isShort ? "" : " of variance")})");

    /// <summary>The place among <see cref="Layers"/> that is nearest to a layer.</summary>
    public int Nearest(int layer) => Enumerable.Range(0, Layers.Length).MinBy(place => Math.Abs(Layers[place] - layer));
}
