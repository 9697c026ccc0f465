namespace Residua.App.Output;

/// <summary>Plain lines for logs: those that stay, and of the others at most one every ten seconds.</summary>
internal sealed class LineBar(string title, TextWriter writer, TimeProvider time) : IProgressBar
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);
    private long _last = time.GetTimestamp();

    public void Report(double done, string text)
    {
        if (time.GetElapsedTime(_last) >= s_pause)
        {
            Line($"{done * 100:F0} %  {text}");
        }
    }

    public void Line(string text)
    {
        _last = time.GetTimestamp();
        writer.WriteLine($"{title}: {text}");
    }
}
