namespace Residua.Training;

/// <summary>Training met a loss or gradient that is not finite.</summary>
public sealed class DivergedException : Exception
{
    /// <summary>Diverged at the given step (from 1) and epoch; <paramref name="layer"/> is where it began, 0 for the input or the classifier.</summary>
    public DivergedException(long step, int epoch, int layer, string what)
        : base($"Training diverged at step {step} (epoch {epoch}): {what}{(layer > 0 ? $", first at layer {layer}" : "")}. " +
               "Lower --learning-rate, or clip the gradient (--clip 1).")
    {
        Step = step;
        Epoch = epoch;
        Layer = layer;
    }

    /// <summary>The step, counted from 1.</summary>
    public long Step { get; }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>The layer where the first value that is not finite appeared; 0 for none of them.</summary>
    public int Layer { get; }
}
