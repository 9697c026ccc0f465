namespace Residua.Benchmarks.Costs;

/// <summary>Work that can be run again and again, and what it holds.</summary>
/// <param name="run">The work.</param>
/// <param name="held">Disposed with it.</param>
internal sealed class Prepared(Action run, params IDisposable[] held) : IDisposable
{
    /// <summary>Does the work once.</summary>
    public void Run() => run();

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (IDisposable one in held)
        {
            one.Dispose();
        }
    }
}
