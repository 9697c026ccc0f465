using Residua.App.Analyses;
using Residua.Runs;

namespace Residua.App.Reproduction;

/// <summary>A network of a reproduction with what was found of it.</summary>
/// <param name="Name">The network, one of <see cref="PaperNetwork.All"/>.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Run">Its run.</param>
/// <param name="TestImages">Images its test error is over.</param>
internal sealed record TrainedNetwork(string Name, int Seed, RunFolder Run, int TestImages)
{
    public double TestError => Run.Metrics[^1].TestError;

    /// <summary>What its run holds.</summary>
    public StoredResults Results { get; } = StoredResults.Of(Run);

    /// <summary>The result of a kind; null where that analysis does not apply to the network, or its result cannot be read.</summary>
    public T? Find<T>()
        where T : class => Results.Found.OfType<T>().FirstOrDefault();
}
