using Residua.Analysis;
using Residua.App.Analyses;

namespace Residua.App.Reproduction;

/// <summary>How each claim is measured on the networks of one seed.</summary>
internal static class ClaimMeasurers
{
    /// <summary>The residual net with shared weights whose dynamics claims are about: that of the start which settles as the paper's does (decisions/0001).</summary>
    private const string Dynamics = "shared-attractor";

    /// <summary>By claim. A new one is one line here.</summary>
    private static readonly Dictionary<string, Measurer> s_all = new()
    {
        ["C1"] = Error("shared"),
        ["C2"] = Error("variable"),
        ["C3"] = On<UnrollResult>(Dynamics, Measurements.Sparseness),
        ["C4"] = On<UnrollResult, UnrollResult>("variable", Dynamics, Measurements.Settling),
        ["C5"] = On<UnrollResult, UnrollResult>("mlp", Dynamics, Measurements.Oscillation),
        ["C6"] = On<JacobianEigenvaluesResult>(Dynamics, (seed, found) => found.ToMeasurement(seed)),
        ["C7"] = On<SensitiveNeuronsPair>(Dynamics, (seed, found) => Measurements.SensitiveClasses(seed, found.Signed, found.ByMagnitude)),
        ["C8"] = On<NoiseRobustnessResult, NoiseRobustnessResult>(Dynamics, "mlp", (seed, shared, mlp) => shared.CompareWith(mlp, seed)),
        ["C9"] = On<SensitivityResult>(Dynamics, (seed, found) => found.ToMeasurement(seed)),
        ["C10"] = On<ClassResidualsResult>(Dynamics, (seed, found) => found.ToMeasurement(seed)),
        ["C11"] = new([Dynamics, "mlp"], nets =>
            nets[0].Find<TrajectoryPlaneResult>() is { } plane && nets[0].Find<CosineSimilarityResult>() is { } shared && nets[1].Find<CosineSimilarityResult>() is { } mlp
                ? Measurements.Clustering(nets[0].Seed, plane, shared, mlp)
                : null),
        ["C12"] = new(["variable-adaptive"], nets => Measurements.AdaptedDepth(nets[0].Seed, Layers(nets[0]), nets[0].TestError, nets[0].TestImages)),
        ["C13"] = new(["shared-adaptive", "shared"], nets =>
            Measurements.AdaptedDepth(nets[0].Seed, Layers(nets[0]), nets[0].TestError, nets[0].TestImages, nets[1].TestError)),
        ["C14"] = new(["variable"], nets => WeightConvergence(nets[0])),
        ["C15"] = On<NoiseFlowResult>("mlp", (seed, found) => found.SmallNoise(seed)),
        ["C16"] = On<FixedPointCountResult>(Dynamics, (_, found) => found.ToMeasurement()),
        ["C17"] = On<SeparabilityResult>(Dynamics, (seed, found) => found.ToMeasurement(seed)),
    };

    // Claims about errors on MNIST say nothing of other nets and data.
    private static readonly string[] s_papersOnly = ["C1", "C2", "C12"];

    /// <summary>All measurements, by claim, one for each seed; none where a network was not trained, or a result cannot be read.</summary>
    /// <param name="networks">The networks of all seeds.</param>
    /// <param name="papers">Whether they are the paper's, on its data; if not, claims about the error on MNIST are not measured.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<Measurement>> Measure(IEnumerable<TrainedNetwork> networks, bool papers)
    {
        IReadOnlyDictionary<string, TrainedNetwork>[] bySeed =
            [.. networks.GroupBy(net => net.Seed).Select(group => group.ToDictionary(net => net.Name))];
        return s_all
            .Where(pair => papers || !s_papersOnly.Contains(pair.Key))
            .Select(pair => (pair.Key, Value: (IReadOnlyList<Measurement>)[.. bySeed.Select(pair.Value.Measure).OfType<Measurement>()]))
            .Where(pair => pair.Value.Count > 0)
            .ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    /// <summary>The values of all claims that one network's results bear on, whatever the network; by claim and quantity, "C3.shareBelow001".</summary>
    public static IEnumerable<(string Name, double Value)> OfOne(TrainedNetwork net) => s_all
        .Where(pair => pair.Value.Networks.Length == 1 && !s_papersOnly.Contains(pair.Key))
        .SelectMany(pair => (pair.Value.Of([net])?.Values ?? new Dictionary<string, double>()).Select(value => ($"{pair.Key}.{value.Key}", value.Value)));

    private static Measurer Error(string network) =>
        new([network], nets => Measurements.TestError(nets[0].Seed, nets[0].TestError, nets[0].TestImages));

    private static Measurer On<T>(string network, Func<int, T, Measurement?> measure)
        where T : class => new([network], nets => nets[0].Find<T>() is { } found ? measure(nets[0].Seed, found) : null);

    private static Measurer On<T, TOther>(string network, string other, Func<int, T, TOther, Measurement?> measure)
        where T : class
        where TOther : class => new([network, other], nets =>
            nets[0].Find<T>() is { } found && nets[1].Find<TOther>() is { } beside ? measure(nets[0].Seed, found, beside) : null);

    private static int Layers(TrainedNetwork net) => net.Run.Network.Layers;

    private static Measurement? WeightConvergence(TrainedNetwork net)
    {
        Measurement? measured = net.Find<WeightDriftResult>()?.ToMeasurement(net.Seed);
        return measured is not null && net.Run.Spec.Network.Initialization.SameStart
            ? measured with { Note = "All matrices started as one, so the difference is what training made: it began at 0." }
            : measured;
    }

    /// <summary>How a claim is measured.</summary>
    /// <param name="Networks">The networks that it needs.</param>
    /// <param name="Of">What it makes of them, in that order; null where they lack a result.</param>
    private sealed record Measurer(string[] Networks, Func<TrainedNetwork[], Measurement?> Of)
    {
        public Measurement? Measure(IReadOnlyDictionary<string, TrainedNetwork> nets)
        {
            Measurement? measured = Networks.All(nets.ContainsKey) ? Of([.. Networks.Select(name => nets[name])]) : null;
            return measured is null ? null : measured with { Over = $"{measured.Over}; {(Networks.Length == 1 ? "network" : "networks")} {string.Join(", ", Networks)}" };
        }
    }
}
