using Residua.App.Analyses;
using Residua.App.Figures;
using Residua.Runs;

namespace Residua.App.Reports;

/// <summary>Draws the figures of a run from what is stored in it, and writes its report.</summary>
internal static class RunReport
{
    public static void Write(RunFolder run)
    {
        Directory.CreateDirectory(run.FiguresPath);
        SavedFigure[] figures = [.. Figures(run).Select(figure => FigureFile.Save(run.FiguresPath, figure))];
        ReportBuilder.Write(run.ReportPath, new()
        {
            Title = $"Residua: {run.Spec.Name}",
            Runs = [ReportFacts.Of(run)],
            Figures = figures,
            Command = run.Environment.Command,
            Environment = ReportFacts.Of(run.Environment),
            Links =
            [
                new("The run's specification", "spec.json"),
                new("Metrics of every epoch", "metrics.jsonl"),
                new("Weights", "model.safetensors"),
                .. run.Results.Select(name => new ReportLink($"Result: {name}", $"results/{name}.json")),
            ],
        });
    }

    private static IEnumerable<IFigure> Figures(RunFolder run) =>
    [
        .. run.Metrics.Count > 1 ? new IFigure[] { new TrainingFigure([(run.Spec.Name, run.Metrics)]) } : [],
        .. RunAnalyses.All().Where(analysis => run.Results.Contains(analysis.Name)).SelectMany(analysis => analysis.Figures(run)),
    ];
}
