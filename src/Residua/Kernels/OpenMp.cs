using System.Runtime.InteropServices;

namespace Residua.Kernels;

/// <summary>
/// How long idle threads of the tensor library hold their cores. After each parallel region GNU OpenMP's threads wait
/// actively for some milliseconds, as long as a layer takes, on the cores that this library's kernels then need.
/// Numbers do not depend on it; times do.
/// </summary>
public static partial class OpenMp
{
    private const string Spins = "GOMP_SPINCOUNT", Policy = "OMP_WAIT_POLICY";

    /// <summary>
    /// Limits that wait to some 0.1 ms by setting <c>GOMP_SPINCOUNT</c>, unless the environment has it or
    /// <c>OMP_WAIT_POLICY</c>. To be called once, before the first use of a tensor: OpenMP reads it as it is loaded,
    /// and a call after that changes nothing. On Linux only.
    /// </summary>
    public static void LimitActiveWait()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Spins) is null && Environment.GetEnvironmentVariable(Policy) is null)
        {
            _ = SetEnvironmentVariable(Spins, "5000", 1);
        }
    }

    // Environment.SetEnvironmentVariable does not reach native code.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
