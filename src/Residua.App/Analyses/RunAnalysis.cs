using System.CommandLine;
using Residua.Networks;
using Residua.Runs;

namespace Residua.App.Analyses;

/// <summary>Something that `analyze` can do to a run; a new one is one new file and one line in <see cref="RunAnalyses"/>.</summary>
/// <param name="name">What --what takes, and the name of the stored result.</param>
/// <param name="description">One line for the help.</param>
/// <param name="version">The version of its algorithm and its result: a change of either raises it, and results of another version are made again.</param>
/// <param name="drawsSamples">Whether it takes the samples that the user chooses by <see cref="SampleOptions"/>.</param>
internal abstract class RunAnalysis(string name, string description, int version = 1, bool drawsSamples = true)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    public int Version { get; } = version;

    public bool DrawsSamples { get; } = drawsSamples;

    /// <summary>Its options, of <see cref="SharedOptions"/> and its own; those for choosing samples are not among them (see <see cref="DrawsSamples"/>).</summary>
    public abstract IReadOnlyList<Option> Options { get; }

    /// <summary>Why it says nothing of a network, in one sentence; null where it applies.</summary>
    public abstract string? Refusal(LayeredNetwork network);

    /// <summary>Does it and stores the result in the run, by <see cref="AnalysisCall.Store"/>.</summary>
    /// <returns>The result as --json prints it, and a few lines about it for people.</returns>
    public abstract AnalysisOutcome Run(AnalysisCall call);

    /// <summary>The result that a run holds, for figures and claims.</summary>
    public abstract object Load(RunFolder run);
}
