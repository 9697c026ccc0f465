using Residua.App.Analyses;
using Residua.App.Figures;
using Residua.Runs;

namespace Residua.App.Reports;

/// <summary>Draws the figures of a run from what is stored in it, and writes its report.</summary>
internal static class RunReport
{
    /// <summary>Writes both.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tell">Is told of each figure that could not be drawn; the report says so too.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(RunFolder run, Action<string> tell)
    {
        Directory.CreateDirectory(run.FiguresPath);
        StoredResults results = StoredResults.Of(run);
        FigureInputs inputs = new() { Networks = [ReportFacts.NetworkOf(run, results, run.Spec.Name, letter: "")] };
        ReportBuilder.Write(run.ReportPath, new()
        {
            Title = $"Residua: {run.Spec.Name}",
            Notes = results.Notes,
            Runs = [ReportFacts.Of(run)],
            Figures = FigureList.Save(run.FiguresPath, inputs, tell),
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
}
