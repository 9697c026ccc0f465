namespace Residua.App;

/// <summary>What the program's exit codes mean.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Bug = 1;
    public const int Usage = 2;
    public const int BadInput = 3;
    public const int Diverged = 4;
    public const int Interrupted = 130;
}
