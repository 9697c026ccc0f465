namespace Residua.App.Analyses;

/// <summary>The analyses that `analyze` knows.</summary>
internal static class RunAnalyses
{
    /// <summary>All of them; a new one is one new file and one line here.</summary>
    public static IReadOnlyList<RunAnalysis> All() =>
    [
        new UnrollAnalysis(),
        new SensitiveNeuronsAnalysis(),
        new EigenvaluesAnalysis(),
        new FixedPointsAnalysis(),
        new FixedPointCountAnalysis(),
        new FlowAnalysis(),
        new OscillationAnalysis(),
        new TransientsAnalysis(),
        new InteractionsAnalysis(),
        new NoiseAnalysis(),
        new NoiseFlowAnalysis(),
        new ClassTrajectoriesAnalysis(),
        new ClassResidualsAnalysis(),
        new LogitAttributionAnalysis(),
        new CosineSimilarityAnalysis(),
        new CkaAnalysis(),
        new SensitivityAnalysis(),
        new LesionAnalysis(),
        new WeightDriftAnalysis(),
        new SaturationAnalysis(),
        new UmapAnalysis(),
        new SeparabilityAnalysis(),
        new EarlyExitAnalysis(),
    ];
}
