namespace Residua.App.Explorer.Services;

/// <summary>What trajectories are brought into the plane, and how.</summary>
/// <param name="IsState">Whether of x; if not of y.</param>
/// <param name="PerClass">Test images of each class.</param>
/// <param name="Depth">The last layer.</param>
/// <param name="IsUmap">Whether by UMAP; if not by principal components.</param>
/// <param name="Seed">The seed of the images, and of UMAP.</param>
public sealed record PlaneChoice(bool IsState, int PerClass, int Depth, bool IsUmap, int Seed)
{
    /// <summary>The signal's letter.</summary>
    public string Signal => IsState ? "x" : "y";

    /// <summary>What it does, for a message.</summary>
    public string Words => $"{(IsUmap ? "UMAP" : "Principal components")} of {Signal}, {PerClass} images a class, to layer {Depth}";
}
