using Residua.Networks;
using Residua.Training;

namespace Residua.Runs;

/// <summary>All that defines a run: the same specification on the same machine gives the same weights.</summary>
public sealed record RunSpec
{
    /// <summary>The version of this format that this program writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The most pixels a side of a cell of pooling.</summary>
    public const int MostPool = 65_536;

    /// <summary>The format's version.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What the run is called.</summary>
    public string Name { get; init; } = "run";

    /// <summary>The preset it started from; null for none.</summary>
    public string? Preset { get; init; }

    /// <summary>The data set: a name in the data catalogue or a folder of IDX files.</summary>
    public string Data { get; init; } = "mnist";

    /// <summary>Images are averaged over cells of so many pixels a side before anything else; 1 leaves them.</summary>
    public int Pool { get; init; } = 1;

    /// <summary>The one seed of all randomness.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The network.</summary>
    public NetworkSpec Network { get; init; } = new();

    /// <summary>How it is trained; null for weights that came from elsewhere.</summary>
    public TrainingSpec? Training { get; init; } = new();

    /// <summary>The run whose network this one was pruned from; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>Checks every field against the others; that they fit the data is another matter.</summary>
    /// <exception cref="ArgumentException">One does not make sense; the message says which and what to do.</exception>
    public void Validate()
    {
        if (Pool is < 1 or > MostPool)
        {
            throw new ArgumentException($"Images are pooled over cells of 1 to {MostPool} pixels a side, not {Pool}.");
        }

        Network.Validate();
        Training?.Validate();
    }
}
