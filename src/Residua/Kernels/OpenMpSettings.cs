using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Residua.Kernels;

/// <summary>
/// Keeps libtorch's idle threads from holding cores that kernels need: after each parallel region GNU OpenMP's threads wait
/// actively for some milliseconds unless told otherwise, as long as a layer takes.
/// </summary>
internal static partial class OpenMpSettings
{
    private const string Spins = "GOMP_SPINCOUNT", Policy = "OMP_WAIT_POLICY";

    /// <summary>Limits the wait before libtorch is loaded; what the environment says already stays.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The library that reads it is loaded by the first use of a tensor, wherever that is.")]
    internal static void LimitActiveWait()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Spins) is null && Environment.GetEnvironmentVariable(Policy) is null)
        {
            _ = SetEnvironmentVariable(Spins, "5000", 1); // some 0.1 ms
        }
    }

    // Environment.SetEnvironmentVariable does not reach native code.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
