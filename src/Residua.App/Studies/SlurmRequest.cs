namespace Residua.App.Studies;

/// <summary>What a user asks of Slurm for each task; null leaves it to the cluster. All is handed on as it is.</summary>
internal sealed record SlurmRequest
{
    /// <summary>--partition.</summary>
    public string? Partition { get; init; }

    /// <summary>--account.</summary>
    public string? Account { get; init; }

    /// <summary>--time, of each task.</summary>
    public string? Time { get; init; }

    /// <summary>--cpus-per-task.</summary>
    public required int Cpus { get; init; }

    /// <summary>--mem.</summary>
    public string? Memory { get; init; }

    /// <summary>--gres.</summary>
    public string? Gres { get; init; }

    /// <summary>The most tasks of an array.</summary>
    public int Tasks { get; init; } = int.MaxValue;

    /// <summary>Seconds before the time limit at which a task saves what is done and goes back into the queue.</summary>
    public required int Grace { get; init; }
}
