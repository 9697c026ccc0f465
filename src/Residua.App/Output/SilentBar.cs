namespace Residua.App.Output;

/// <summary>Shows nothing.</summary>
internal sealed class SilentBar : IProgressBar
{
    public void Report(double done, string text)
    {
    }

    public void Line(string text)
    {
    }
}
