namespace Residua.Analysis;

/// <summary>What a sample does where its rollout ends.</summary>
public enum SampleEnding
{
    /// <summary>max_i |y_i(t) - y_i(t-1)| is within the tolerance.</summary>
    Settled,

    /// <summary>It returns to within the tolerance after two layers or more.</summary>
    Periodic,

    /// <summary>It changes by more than the tolerance, but by less than <see cref="FixedPointOptions.SlowSpeed"/> a layer.</summary>
    Slow,

    /// <summary>It changes faster.</summary>
    Moving,
}
