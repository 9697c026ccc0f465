namespace Residua.App.Explorer.Services;

/// <summary>What the address of the page of trajectories asks for, as it is written there; null for what it does not say.</summary>
public sealed record TrajectoryQuery
{
    /// <summary>"0,3" or "none".</summary>
    public string? Classes { get; init; }

    /// <summary>x, y or z.</summary>
    public string? Signal { get; init; }

    /// <summary>See <see cref="NeuronList"/>.</summary>
    public string? Neurons { get; init; }

    /// <summary>The last layer shown.</summary>
    public string? Last { get; init; }

    /// <summary>log or linear.</summary>
    public string? Axis { get; init; }

    /// <summary>"off" to leave it out.</summary>
    public string? Band { get; init; }

    /// <summary>The class of the heat map.</summary>
    public string? Map { get; init; }

    /// <summary>"index" to leave neurons of the heat map in the order of their numbers.</summary>
    public string? Order { get; init; }

    /// <summary>"max" for rows of the heat map that are the maximum of several neurons.</summary>
    public string? Rows { get; init; }

    /// <summary>"12-40", rows of the heat map.</summary>
    public string? Brush { get; init; }

    /// <summary>"log" for a logarithmic axis of the player's neurons.</summary>
    public string? Ranks { get; init; }

    /// <summary>The player's layer.</summary>
    public string? Layer { get; init; }
}
