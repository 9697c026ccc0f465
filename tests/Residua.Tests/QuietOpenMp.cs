using Residua.Kernels;

namespace Residua.Tests;

/// <summary>What the program does before it computes, done before the first test.</summary>
public sealed class QuietOpenMp
{
    public QuietOpenMp() => OpenMp.LimitActiveWait();
}
