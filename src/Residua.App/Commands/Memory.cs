using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Residua.App.Output;

namespace Residua.App.Commands;

/// <summary>What memory this machine has for the program, and what happens where it is not enough.</summary>
internal static partial class Memory
{
    private const string Container = "/sys/fs/cgroup/memory.max";

    /// <summary>Bytes that the program may take: the machine's, or its container's.</summary>
    public static double Available => File.Exists(Container) && double.TryParse(File.ReadAllText(Container), System.Globalization.CultureInfo.InvariantCulture, out double limit)
        ? limit
        : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Sees that there is enough, before anything is created.</summary>
    /// <param name="bytes">What is needed at least.</param>
    /// <param name="what">The work, as the subject of a sentence.</param>
    /// <param name="remedy">What to do, as the end of a sentence.</param>
    /// <exception cref="UsageException">There is not; the message has both figures.</exception>
    public static void Require(double bytes, string what, string remedy)
    {
        if (bytes > Available)
        {
            throw new UsageException($"{what} takes {Readable.Bytes(bytes)} of memory, and there are {Readable.Bytes(Available)}; {remedy}.");
        }
    }

    /// <summary>What to tell of an allocation that failed, of this library or of libtorch; null for any other failure.</summary>
    public static string? Lacking(Exception failure) => failure switch
    {
        OutOfMemoryException => "There is not enough memory for this; ask for less at once.",
        ExternalException when Asked().Match(failure.Message) is { Success: true } match =>
            $"There is not enough memory for this: {Readable.Bytes(double.Parse(match.Groups["bytes"].Value, System.Globalization.CultureInfo.InvariantCulture))} at once could not be had; ask for less.",
        ExternalException when failure.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase) => "There is not enough memory on the device for this; ask for less at once.",
        _ => null,
    };

    [GeneratedRegex("can't allocate memory: you tried to allocate (?<bytes>[0-9]+) bytes")]
    private static partial Regex Asked();
}
