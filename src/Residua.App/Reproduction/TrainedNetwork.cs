using Residua.Analysis;
using Residua.App.Analyses;
using Residua.Runs;

namespace Residua.App.Reproduction;

/// <summary>A network of a reproduction with what was found of it.</summary>
/// <param name="Name">The network, as in <see cref="Presets.Networks"/>.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Run">Its run.</param>
/// <param name="TestImages">Images its test error is over.</param>
internal sealed record TrainedNetwork(string Name, int Seed, RunFolder Run, int TestImages)
{
    public double TestError => Run.Metrics[^1].TestError;

    public UnrollResult Unroll { get; } = UnrollAnalysis.Load(Run);

    public SensitiveNeuronsResult SensitiveNeurons { get; } = Run.ReadResult<SensitiveNeuronsResult>(SensitiveNeuronsAnalysis.Signed);

    public SensitiveNeuronsResult SensitiveNeuronsByMagnitude { get; } = Run.ReadResult<SensitiveNeuronsResult>(SensitiveNeuronsAnalysis.Magnitude);
}
