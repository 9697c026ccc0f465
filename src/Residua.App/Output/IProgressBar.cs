namespace Residua.App.Output;

/// <summary>Where long work tells how far it is.</summary>
internal interface IProgressBar
{
    /// <summary>The part done, in [0,1], and a few words; may be called as often as one likes.</summary>
    void Report(double done, string text);

    /// <summary>A line that stays.</summary>
    void Line(string text);
}
