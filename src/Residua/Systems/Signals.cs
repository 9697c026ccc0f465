namespace Residua.Systems;

/// <summary>The signals of a layer, as a set.</summary>
[Flags]
public enum Signals
{
    /// <summary>No signal.</summary>
    None = 0,

    /// <summary>x(t), the state (the cumulative signal).</summary>
    State = 1,

    /// <summary>y(t), the residual.</summary>
    Residual = 2,

    /// <summary>z(t), the pre-activation.</summary>
    PreActivation = 4,
}
