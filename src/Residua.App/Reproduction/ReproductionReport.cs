using Residua.Analysis;
using Residua.App.Figures;
using Residua.App.Reports;
using Residua.Data;

namespace Residua.App.Reproduction;

/// <summary>The report of a reproduction: its networks, the scorecard, and the paper's figures for the first seed.</summary>
internal static class ReproductionReport
{
    /// <summary>Draws the figures and writes report.html; returns its path. Is told of each figure that could not be drawn.</summary>
    public static string Write(
        string folder, ReproductionPlan plan, IReadOnlyList<TrainedNetwork> networks, DataSet data, Scorecard scorecard, string command, Action<string> tell)
    {
        string figures = Path.Combine(folder, "figures"), report = Path.Combine(folder, "report.html");
        Directory.CreateDirectory(figures);
        IReadOnlyList<DrawnFigure> drawn = FigureList.Save(figures, Inputs(networks, plan.Seeds[0], data), tell);
        double seconds = networks.Sum(net => net.Run.Metrics.Sum(metrics => metrics.TrainSeconds));
        ReportBuilder.Write(report, new()
        {
            Title = plan.Quick ? "Residua: a quick look at the paper's networks" : "Residua: the paper's networks and claims",
            Facts =
            [
                new("Data", $"{data.Name}, {data.Train.Count:N0} training and {data.Test.Count:N0} test images, {(data.Verified ? "verified" : "unverified")}"),
                new("Seeds", string.Join(", ", plan.Seeds)),
                new("Figures", $"of seed {plan.Seeds[0]}{(plan.Seeds.Length > 1 ? ", but for the one of attractors, which has all seeds" : "")}"),
                new("Training time", ReportText.Duration(TimeSpan.FromSeconds(seconds))),
                new("Rollout", $"{plan.Depth():N0} layers where weights are shared"),
            ],
            Notes = [.. networks.SelectMany(net => net.Results.Notes)],
            Runs = [.. networks.Select(net => ReportFacts.Of(net.Run))],
            Scorecard = scorecard,
            Figures = drawn,
            Command = command,
            Environment = ReportFacts.Of(networks[0].Run.Environment),
            Links =
            [
                new("The scorecard", "scorecard.json"),
                .. networks.Select(net => new ReportLink($"Run: {net.Name}, seed {net.Seed}", $"{Path.GetFileName(net.Run.Path)}/report.html")),
            ],
        });
        return report;
    }

    private static FigureInputs Inputs(IReadOnlyList<TrainedNetwork> networks, int firstSeed, DataSet data)
    {
        FigureNetwork[] all = [.. networks.Select(net => ReportFacts.NetworkOf(net.Run, net.Results, PaperNetwork.Of(net.Name).Title, PaperNetwork.Of(net.Name).Letter))];
        FigureNetwork[] first = [.. all.Where(network => network.Seed == firstSeed)];
        return new()
        {
            // Where there are several seeds, titles and captions say which one they show.
            Networks = first.Length == all.Length ? first : [.. first.Select(network => network with { Title = $"{network.Title}, seed {network.Seed}" })],
            AllSeeds = all,
            Data = data.Name,
            Images = data.Train,
        };
    }
}
