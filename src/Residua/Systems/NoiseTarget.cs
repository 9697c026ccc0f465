namespace Residua.Systems;

/// <summary>Where noise enters.</summary>
public enum NoiseTarget
{
    /// <summary>The pixels, before they are embedded: neurons that carry no pixel stay clean.</summary>
    Pixels,

    /// <summary>All N elements of x(0).</summary>
    All,
}
