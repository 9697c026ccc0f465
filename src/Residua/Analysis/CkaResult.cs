namespace Residua.Analysis;

/// <summary>Linear CKA between the trained layers 1..T of a network and, where asked for, those 1..T' of another.</summary>
public sealed record CkaResult
{
    /// <summary>T.</summary>
    public required int Layers { get; init; }

    /// <summary>T'; 0 without another network.</summary>
    public required int OtherLayers { get; init; }

    /// <summary>The other network's name; empty without one.</summary>
    public string Other { get; init; } = "";

    /// <summary>Samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Between the residuals y(t); [T,T] row-major. NaN for a layer that does not vary over samples, here and below.</summary>
    public required double[] Residual { get; init; }

    /// <summary>Between the states x(t); [T,T].</summary>
    public required double[] State { get; init; }

    /// <summary>Between the residuals of this network (rows) and of the other (columns); [T,T'].</summary>
    public required double[] CrossResidual { get; init; }

    /// <summary>Between the states of both; [T,T'].</summary>
    public required double[] CrossState { get; init; }

    /// <summary>Whether products over samples, X Xᵀ, were cheaper than those over neurons, Yᵀ X.</summary>
    public required bool BySamples { get; init; }

    /// <summary>Floating-point operations that the products took.</summary>
    public required double Operations { get; init; }
}
