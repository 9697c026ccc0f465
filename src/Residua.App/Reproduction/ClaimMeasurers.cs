using Residua.Analysis;
using Residua.App.Analyses;

namespace Residua.App.Reproduction;

/// <summary>How each claim is measured on the networks of one seed.</summary>
internal static class ClaimMeasurers
{
    /// <summary>By claim; null where the networks it needs were not trained, or a result cannot be read. A new one is one line here.</summary>
    private static readonly Dictionary<string, Func<IReadOnlyDictionary<string, TrainedNetwork>, Measurement?>> s_all =
        new()
        {
            ["C1"] = nets => Of(nets, "shared", net => Measurements.TestError(net.Seed, net.TestError, net.TestImages)),
            ["C2"] = nets => Of(nets, "variable", net => Measurements.TestError(net.Seed, net.TestError, net.TestImages)),
            ["C3"] = nets => Found<UnrollResult>(nets, "shared", Measurements.Sparseness),
            ["C4"] = nets => Found<UnrollResult>(nets, "variable", (seed, variable) => Found<UnrollResult>(nets, "shared", (_, shared) => Measurements.Settling(seed, variable, shared))),
            ["C5"] = nets => Found<UnrollResult>(nets, "mlp", (seed, mlp) => Found<UnrollResult>(nets, "shared", (_, shared) => Measurements.Oscillation(seed, mlp, shared))),
            ["C6"] = nets => Found<JacobianEigenvaluesResult>(nets, "shared", (seed, found) => found.ToMeasurement(seed)),
            ["C7"] = nets => Found<SensitiveNeuronsPair>(nets, "shared", (seed, found) => Measurements.SensitiveClasses(seed, found.Signed, found.ByMagnitude)),
            ["C8"] = nets => Found<NoiseRobustnessResult>(nets, "shared", (seed, shared) => Found<NoiseRobustnessResult>(nets, "mlp", (_, mlp) => shared.CompareWith(mlp, seed))),
            ["C9"] = nets => Found<SensitivityResult>(nets, "shared", (seed, found) => found.ToMeasurement(seed)),
            ["C10"] = nets => Found<ClassResidualsResult>(nets, "shared", (seed, found) => found.ToMeasurement(seed)),
            ["C11"] = nets => Found<TrajectoryPlaneResult>(nets, "shared", (seed, plane) => Found<CosineSimilarityResult>(nets, "shared", (_, shared) =>
                Found<CosineSimilarityResult>(nets, "mlp", (_, mlp) => Measurements.Clustering(seed, plane, shared, mlp)))),
            ["C12"] = nets => Of(nets, "variable-adaptive", net => Measurements.AdaptedDepth(net.Seed, net.Run.Network.Layers, net.TestError, net.TestImages)),
            ["C13"] = nets => Of(nets, "shared-adaptive", adapted => Of(nets, "shared", net =>
                Measurements.AdaptedDepth(adapted.Seed, adapted.Run.Network.Layers, adapted.TestError, adapted.TestImages, net.TestError))),
            ["C14"] = nets => Of(nets, "variable", WeightConvergence),
            ["C16"] = nets => Found<FixedPointCountResult>(nets, "shared", (_, found) => found.ToMeasurement()),
            ["C15"] = nets => Found<NoiseFlowResult>(nets, "mlp", (seed, found) => found.SmallNoise(seed)),
            ["C17"] = nets => Found<SeparabilityResult>(nets, "shared", (seed, found) => found.ToMeasurement(seed)),
        };

    // Claims about errors on MNIST say nothing of other nets and data.
    private static readonly string[] s_papersOnly = ["C1", "C2", "C12"];

    /// <summary>All measurements, by claim, one for each seed.</summary>
    /// <param name="networks">The networks of all seeds.</param>
    /// <param name="papers">Whether they are the paper's, on its data; if not, claims about the error on MNIST are not measured.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<Measurement>> Measure(IEnumerable<TrainedNetwork> networks, bool papers)
    {
        IReadOnlyDictionary<string, TrainedNetwork>[] bySeed =
            [.. networks.GroupBy(net => net.Seed).Select(group => group.ToDictionary(net => net.Name))];
        return s_all
            .Where(pair => papers || !s_papersOnly.Contains(pair.Key))
            .Select(pair => (pair.Key, Value: (IReadOnlyList<Measurement>)[.. bySeed.Select(pair.Value).OfType<Measurement>()]))
            .Where(pair => pair.Value.Count > 0)
            .ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    private static Measurement? Of(IReadOnlyDictionary<string, TrainedNetwork> nets, string name, Func<TrainedNetwork, Measurement?> measure) =>
        nets.TryGetValue(name, out TrainedNetwork? net) ? measure(net) : null;

    private static Measurement? Found<T>(IReadOnlyDictionary<string, TrainedNetwork> nets, string name, Func<int, T, Measurement?> measure)
        where T : class => Of(nets, name, net => net.Find<T>() is { } found ? measure(net.Seed, found) : null);

    private static Measurement? WeightConvergence(TrainedNetwork net)
    {
        Measurement? measured = net.Find<WeightDriftResult>()?.ToMeasurement(net.Seed);
        return measured is not null && net.Run.Spec.Network.Initialization.SameStart
            ? measured with { Note = "All matrices started as one, so the difference is what training made: it began at 0." }
            : measured;
    }
}
