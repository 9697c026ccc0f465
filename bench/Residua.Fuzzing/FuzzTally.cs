namespace Residua.Fuzzing;

/// <summary>How a reader has done so far; kept in a file, so that a run goes on where it stopped.</summary>
internal sealed record FuzzTally
{
    /// <summary>The reader.</summary>
    public required string Reader { get; init; }

    /// <summary>Inputs read.</summary>
    public long Inputs { get; set; }

    /// <summary>Inputs that were a value.</summary>
    public long Values { get; set; }

    /// <summary>Inputs that were refused by a typed error.</summary>
    public long Refused { get; set; }

    /// <summary>Inputs that ended otherwise; each is kept in a file.</summary>
    public long Faults { get; set; }

    /// <summary>Seconds of all.</summary>
    public double Seconds { get; set; }

    /// <summary>Seconds of the slowest.</summary>
    public double Slowest { get; set; }

    /// <summary>The most bytes of managed memory that one took.</summary>
    public long MostBytes { get; set; }
}
