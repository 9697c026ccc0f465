using Residua.Analysis;

namespace Residua.App.Reproduction;

/// <summary>How each claim is measured on the networks of one seed.</summary>
internal static class ClaimMeasurers
{
    /// <summary>By claim; null where the networks it needs were not trained. A new one is one line here.</summary>
    private static readonly Dictionary<string, Func<IReadOnlyDictionary<string, TrainedNetwork>, Measurement?>> s_all =
        new()
        {
            ["C1"] = nets => Of(nets, "shared", net => Measurements.TestError(net.Seed, net.TestError, net.TestImages)),
            ["C2"] = nets => Of(nets, "variable", net => Measurements.TestError(net.Seed, net.TestError, net.TestImages)),
            ["C3"] = nets => Of(nets, "shared", net => Measurements.Sparseness(net.Seed, net.Find<UnrollResult>()!)),
            ["C4"] = nets => Of(nets, "variable", net => Of(nets, "shared", shared => Measurements.Settling(net.Seed, net.Find<UnrollResult>()!, shared.Find<UnrollResult>()!))),
            ["C5"] = nets => Of(nets, "mlp", net => Of(nets, "shared", shared => Measurements.Oscillation(net.Seed, net.Find<UnrollResult>()!, shared.Find<UnrollResult>()!))),
            ["C6"] = nets => Of(nets, "shared", net => net.Find<JacobianEigenvaluesResult>()?.ToMeasurement(net.Seed)),
            ["C7"] = nets => Of(nets, "shared", net => Measurements.SensitiveClasses(net.Seed, net.Find<SensitiveNeuronsResult>()!, net.SensitiveNeuronsByMagnitude)),
            ["C8"] = nets => Of(nets, "shared", net => Of(nets, "mlp", mlp => net.Find<NoiseRobustnessResult>()!.CompareWith(mlp.Find<NoiseRobustnessResult>()!, net.Seed))),
            ["C10"] = nets => Of(nets, "shared", net => net.Find<ClassResidualsResult>()!.ToMeasurement(net.Seed)),
            ["C9"] = nets => Of(nets, "shared", net => net.Find<SensitivityResult>()!.ToMeasurement(net.Seed)),
            ["C11"] = nets => Of(nets, "shared", net => Of(nets, "mlp", mlp => Measurements.Clustering(
                net.Seed, net.Find<TrajectoryPlaneResult>()!.NeighbourAccuracy, net.Find<CosineSimilarityResult>()!, mlp.Find<CosineSimilarityResult>()!))),
            ["C14"] = nets => Of(nets, "variable", WeightConvergence),
            ["C16"] = nets => Of(nets, "shared", net => net.Find<FixedPointCountResult>()?.ToMeasurement()),
            ["C15"] = nets => Of(nets, "mlp", net => net.Find<NoiseFlowResult>()?.SmallNoise(net.Seed)),
            ["C17"] = nets => Of(nets, "shared", net => net.Find<SeparabilityResult>()?.ToMeasurement(net.Seed)),
        };

    // Claims about errors on MNIST say nothing of other nets and data.
    private static readonly string[] s_papersOnly = ["C1", "C2"];

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

    private static Measurement WeightConvergence(TrainedNetwork net)
    {
        Measurement measured = net.Find<WeightDriftResult>()!.ToMeasurement(net.Seed);
        return net.Run.Spec.Network.Initialization.SameStart
            ? measured with { Note = "All matrices started as one, so the difference is what training made: it began at 0." }
            : measured;
    }
}
