namespace Residua.App.Figures;

/// <summary>All figures. A new one is a file of its own and a line here.</summary>
internal static class FigureList
{
    private static readonly IReadOnlyList<Func<FigureInputs, IEnumerable<IFigure>>> All =
    [
        SchematicFigure.From,
        ResidualsThroughDepthFigure.From,
        SensitiveNeuronsFigure.From,
        ClassResidualsFigure.From,
        CosineSimilarityFigure.From,
        LogitAttributionFigure.From,
        CkaFigure.From,
        NoiseFigure.From,
        NoiseFlowFigure.From,
        SensitivityFigure.From,
        LesionFigure.From,
        WeightDriftFigure.From,
        SaturationFigure.From,
        TrainingFigure.From,
        DepthFigure.From,
        ContactSheetFigure.From,
        EigenvaluesFigure.From,
        FixedPointsFigure.From,
        FixedPointCountFigure.From,
        FlowFigure.From,
        OscillationFigure.From,
        TransientsFigure.From,
        InteractionsFigure.From,
        AttractorsFigure.From,
        TrajectoryPlaneFigure.From,
        SeparabilityFigure.From,
        FrontierFigure.From,
        EarlyExitFigure.From,
    ];

    /// <summary>Every figure for which there are results.</summary>
    internal static IEnumerable<IFigure> For(FigureInputs inputs) => All.SelectMany(figures => figures(inputs));
}
