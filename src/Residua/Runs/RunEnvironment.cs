using System.Runtime.InteropServices;

namespace Residua.Runs;

/// <summary>Where and how a run was made: what must be the same for the same bits.</summary>
public sealed record RunEnvironment
{
    /// <summary>When the run folder was made, UTC.</summary>
    public required DateTime Created { get; init; }

    /// <summary>The program's version.</summary>
    public required string Program { get; init; }

    /// <summary>The command line that made it.</summary>
    public required string Command { get; init; }

    /// <summary>Threads of the tensor library.</summary>
    public required int Threads { get; init; }

    /// <summary>The device: cpu, cuda or cuda:N.</summary>
    public required string Device { get; init; }

    /// <summary>Where the data came from, and whether its checksum was known and equal.</summary>
    public required string DataOrigin { get; init; }

    /// <summary>Whether the data's SHA-256 was known and equal.</summary>
    public required bool DataVerified { get; init; }

    /// <summary>The processor.</summary>
    public required string Processor { get; init; }

    /// <summary>Logical processors.</summary>
    public required int Cores { get; init; }

    /// <summary>The operating system.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>TorchSharp's version.</summary>
    public required string TorchSharp { get; init; }

    /// <summary>What this process runs on, for a run with the given settings.</summary>
    public static RunEnvironment Capture(string command, int threads, string device, string dataOrigin, bool dataVerified) => new()
    {
        Created = DateTime.UtcNow,
        Program = typeof(RunEnvironment).Assembly.GetName().Version!.ToString(3),
        Command = command,
        Threads = threads,
        Device = device,
        DataOrigin = dataOrigin,
        DataVerified = dataVerified,
        Processor = ProcessorName(),
        Cores = Environment.ProcessorCount,
        OperatingSystem = RuntimeInformation.OSDescription,
        Runtime = RuntimeInformation.FrameworkDescription,
        TorchSharp = typeof(global::TorchSharp.torch).Assembly.GetName().Version!.ToString(3),
    };

    private static string ProcessorName()
    {
        const string Info = "/proc/cpuinfo";
        string? name = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return $"{name ?? "unknown processor"} ({RuntimeInformation.ProcessArchitecture})";
    }
}
