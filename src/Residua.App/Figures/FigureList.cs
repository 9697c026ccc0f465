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

    /// <summary>
    /// Draws every figure for which there are results into an existing folder, one after another: drawing on several threads
    /// at once has ended the process in the graphics library.
    /// </summary>
    /// <param name="folder">Where to.</param>
    /// <param name="inputs">The results.</param>
    /// <param name="tell">Is told of each figure that could not be drawn.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    internal static IReadOnlyList<DrawnFigure> Save(string folder, FigureInputs inputs, Action<string> tell)
    {
        DrawnFigure[] drawn = [.. All.SelectMany(figures => Of(figures, inputs, figure => FigureFile.Save(folder, figure)))];
        foreach (MissingFigure missing in drawn.OfType<MissingFigure>())
        {
            tell(missing.Note);
        }

        return drawn;
    }

    /// <summary>Every figure for which there are results.</summary>
    internal static IEnumerable<IFigure> For(FigureInputs inputs) => All.SelectMany(figures => figures(inputs));

    // Whatever goes wrong while one kind of figure is put together, the others are drawn.
    private static List<DrawnFigure> Of(Func<FigureInputs, IEnumerable<IFigure>> figures, FigureInputs inputs, Func<IFigure, DrawnFigure> save)
    {
        List<DrawnFigure> drawn = [];
        IEnumerator<IFigure>? each = null;
        while (Next() is { } figure)
        {
            drawn.Add(save(figure));
        }

        each?.Dispose();
        return drawn;

        IFigure? Next()
        {
            try
            {
                each ??= figures(inputs).GetEnumerator();
                return each.MoveNext() ? each.Current : null;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                drawn.Add(FigureFile.Missing(figures.Method.DeclaringType!.Name, fault));
                return null;
            }
        }
    }
}
