namespace Residua.Networks;

/// <summary>What a forward pass takes, counted from the specification alone.</summary>
/// <param name="Flops">
/// Floating-point operations an image: 2 (L N² + C N) for L layers, and 2 N P more for a projecting embedding. Products alone: the
/// activation and sums of N numbers are left out.
/// </param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Bytes">Bytes of all tensors of the model, a fixed projection too.</param>
public sealed record NetworkCost(double Flops, long Parameters, long Bytes)
{
    /// <summary>Counts for a network of which so many layers run.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="layers">L; more than it has for a rollout beyond its depth.</param>
    public static NetworkCost Of(NetworkSpec spec, int layers)
    {
        double n = spec.Neurons;
        long projection = Data.InputEmbeddings.Get(spec.Embedding).NeedsProjection ? (long)spec.Neurons * spec.Inputs : 0;
        double flops = 2 * ((layers * n * n) + (spec.Classes * n) + projection);
        return new(flops, spec.ParameterCount, (spec.ParameterCount + projection) * (spec.Precision == Precision.Float64 ? sizeof(double) : sizeof(float)));
    }
}
