using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Systems;

/// <summary>
/// The one rule by which logits become a class: the largest decides, the first of those as large; where one is not finite
/// none is the largest, and there is no class.
/// </summary>
public static class Decision
{
    /// <summary>What stands in the place of a class where there is none; it is no label, so that such a sample counts as an error.</summary>
    public const int None = -1;

    /// <summary>The class of each row of logits.</summary>
    /// <param name="logits">[..., C].</param>
    /// <returns>A new tensor of int64, [...], with <see cref="None"/> where a logit is not finite.</returns>
    public static Tensor Classes(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        using DisposeScope scope = NewDisposeScope();
        return logits.argmax(-1).MaskedFill(logits.isfinite().all(-1).logical_not(), None).MoveToOuterDisposeScope();
    }

    /// <summary>The class of one sample, by its logits or probabilities.</summary>
    public static int Of(ReadOnlySpan<double> values)
    {
        int largest = None;
        for (int c = 0; c < values.Length; c++)
        {
            if (!double.IsFinite(values[c]))
            {
                return None;
            }

            largest = largest == None || values[c] > values[largest] ? c : largest;
        }

        return largest;
    }

    /// <summary>A class in words.</summary>
    public static string Name(int c) => c == None ? "no class" : $"class {c}";

    /// <summary>The same as numbers, for logits [B,C].</summary>
    public static int[] Of(Tensor logits)
    {
        using Tensor classes = Classes(logits), local = classes.cpu();
        return [.. local.data<long>().ToArray().Select(c => (int)c)];
    }

    /// <summary>How many classes are <see cref="None"/>.</summary>
    public static int Undecided(Tensor classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        using DisposeScope scope = NewDisposeScope();
        return (int)classes.Lt(0).sum().item<long>();
    }
}
