using Residua.Analysis;
using Residua.App.Figures;
using Residua.App.Reports;
using Residua.Tests.Figures;

namespace Residua.Tests.Reports;

/// <summary>A report of toy results in which every text is written to break HTML.</summary>
public sealed class HostileReport : IDisposable
{
    private const string Hostile = "<script>alert('x')</script> & \"quoted\"";

    public HostileReport()
    {
        string figures = Directory.CreateDirectory(Path.Combine(Folder, "figures")).FullName;
        ReportRun run = new()
        {
            Name = Hostile,
            Network = "residual",
            Weights = "shared",
            Layers = 15,
            Neurons = 1064,
            Parameters = 1_142_746,
            Data = "digits",
            DataVerified = true,
            Seed = 1,
            Epochs = 10,
            TestError = 0.0147,
            Time = TimeSpan.FromSeconds(187),
        };
        ReportContent content = new()
        {
            Title = Hostile,
            Command = Hostile,
            Facts = [new(Hostile, Hostile)],
            Runs = [run, run with { DataVerified = false, Epochs = null, TestError = null, Time = null }],
            Scorecard = Scorecard.Build(
                new Dictionary<string, IReadOnlyList<Measurement>> { ["C1"] = [Measurements.TestError(1, 0.0147, 4000) with { Note = Hostile }] }, ["quick-shared"], "digits", quick: true),
            Figures = [.. FigureList.For(ToyResults.Inputs).Select(figure => Drawing.Save(figures, figure))],
            Environment = [new(Hostile, Hostile)],
            Links = [new(Hostile, "runs/a \"b\"/spec.json")],
        };
        Html = ReportBuilder.Build(content, Folder);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("residua-report-").FullName;

    public string Html { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
