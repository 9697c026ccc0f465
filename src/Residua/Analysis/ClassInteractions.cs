namespace Residua.Analysis;

/// <summary>Weights among the neurons that stay on in the samples of a class and those that do not; means over samples and pairs i ≠ j.</summary>
public sealed record ClassInteractions
{
    /// <summary>The class.</summary>
    public required int Class { get; init; }

    /// <summary>Its samples.</summary>
    public required int Samples { get; init; }

    /// <summary>Mean number of neurons that stay on.</summary>
    public required double On { get; init; }

    /// <summary>Mean W_ij from a neuron j that stays on to another, i, that does too; not a number where there are no two.</summary>
    public required double OnToOn { get; init; }

    /// <summary>From one that stays on to one that does not.</summary>
    public required double OnToOff { get; init; }

    /// <summary>From one that does not to one that stays on.</summary>
    public required double OffToOn { get; init; }

    /// <summary>Among those that do not.</summary>
    public required double OffToOff { get; init; }

    /// <summary>Share of weights among neurons that stay on that are positive.</summary>
    public required double SharePositiveOnToOn { get; init; }

    /// <summary>Share of neurons that stay on with (W y)_i &gt; 0, which keeps them on; (W y + b)_i in a perceptron.</summary>
    public required double ShareOnDrivenUp { get; init; }

    /// <summary>Share of the others with (W y)_i &lt; 0, which keeps them off; (W y + b)_i in a perceptron.</summary>
    public required double ShareOffDrivenDown { get; init; }
}
