namespace Residua.Benchmarks;

/// <summary>One job, done by Residua and by what a user would otherwise use.</summary>
/// <param name="Name">How it is asked for.</param>
/// <param name="Title">What is done, with its sizes.</param>
/// <param name="Targets">What the ratio peer / Residua is to reach, by peer.</param>
/// <param name="Start">Prepares the contestants, the first of which is Residua.</param>
internal sealed record Comparison(string Name, string Title, IReadOnlyDictionary<string, double> Targets, Func<Workbench, IReadOnlyList<Contestant>> Start)
{
    /// <summary>Floating-point operations of the products in Residua's round; 0 where they are not counted.</summary>
    public double Operations { get; init; }

    /// <summary>What the answers are, for the report of how far they agree.</summary>
    public string? Agreement { get; init; }

    /// <summary>Rounds, where another number than the asked for makes sense.</summary>
    public int? Rounds { get; init; }

    /// <summary>Whether a first round is run and not counted.</summary>
    public bool IsWarmedUp { get; init; } = true;
}
