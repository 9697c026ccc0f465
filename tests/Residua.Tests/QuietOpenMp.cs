using System.Runtime.CompilerServices;
using Residua.Kernels;

namespace Residua.Tests;

/// <summary>
/// What the program does before it computes, done before the first tensor of any test: some are made as tests are
/// listed.
/// </summary>
internal static class QuietOpenMp
{
    [ModuleInitializer]
    internal static void Quiet() => OpenMp.LimitActiveWait();
}
