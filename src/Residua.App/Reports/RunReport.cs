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
        StoredResults results = StoredResults.Of(run);
        SavedFigure[] figures = FigureFile.Save(run.FiguresPath, Figures(run, results));
        ReportBuilder.Write(run.ReportPath, new()
        {
            Title = $"Residua: {run.Spec.Name}",
            Notes = results.Notes,
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

    private static IEnumerable<IFigure> Figures(RunFolder run, StoredResults results) =>
        FigureList.For(new() { Networks = [ReportFacts.NetworkOf(run, results, run.Spec.Name, letter: "")] });
}
