using System.CommandLine;
using System.Globalization;
using Residua.Analysis;
using Residua.App.Figures;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.App.Studies;
using Residua.Runs;
using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>Compares the levels of a study's factors over seeds: means with intervals, paired differences, a figure, CSV.</summary>
internal sealed class CompareCommand : Verb
{
    private const string UsualValue = "test_error";
    private const int MostFactors = 2;

    private readonly Argument<string> _folder = new("STUDY") { Description = "The folder of a study" };
    private readonly Option<string> _by = new("--by") { HelpName = "FACTOR[,FACTOR]", Description = "One or two factors [default: those that the study varies besides the seed]" };
    private readonly Option<string> _of = new("--of") { HelpName = "VALUE", Description = $"A column of the study's table [default: {UsualValue}]" };

    public CompareCommand()
        : base("compare", "Compare the levels of a study's factors over seeds: means with intervals, paired differences, a figure", Settings.Out)
    {
        Arguments.Add(_folder);
        Options.Add(_by);
        Options.Add(_of);
    }

    public override Report Run(Invocation call)
    {
        string folder = Path.GetFullPath(call.Get(_folder));
        Study study = StudyFolder.Open(folder);
        Cell[] cells = study.Cells();
        CellStatus[] statuses = StudyFolder.WorkOf(folder, study, cells).Look();
        (Cell Cell, CellNote Note)[] done = [.. cells.Zip(statuses).Where(pair => pair.Second.State == CellState.Done).Select(pair => (pair.First, pair.Second.Note!))];
        if (done.Length == 0)
        {
            throw new InvalidDataException($"No cell of '{folder}' is done yet, so there is nothing to compare; see residua sweep status.");
        }

        if (done.Length < cells.Length)
        {
            call.Note($"Note: {cells.Length - done.Length:N0} of {cells.Length:N0} cells are not done and are left out.");
        }

        string[] by = By(call, study);
        string of = call.Value(_of)?.OneOf(done.SelectMany(one => one.Note.Values.Keys).Distinct()) ?? UsualValue;
        // In the order of the grid, whatever is done of it.
        LevelValue[] Values(params string[] factors) => [.. done.OrderBy(one => factors.Aggregate(0L, (rank, factor) => (rank * StudyGrid.MostCells) + RankOf(study, factor, one.Cell))).Where(one => one.Note.Values.ContainsKey(of)).Select(one => ValueOf(one.Cell, factors, one.Note.Values[of]))];
        IReadOnlyList<LevelMean> means = LevelComparison.Means(Values(by));
        (string Factor, string First, IReadOnlyList<LevelMean> Levels)[] differences =
            [.. by.Select(factor => (factor, FirstOf(study, factor), LevelComparison.Differences(Values(factor), FirstOf(study, factor))))];

        if (means.Count == 0)
        {
            throw new InvalidDataException($"No cell has a number for {of}, so there is nothing to compare.");
        }

        string output = Path.GetFullPath(call.Out ?? Path.Combine(folder, "compare"));
        Directory.CreateDirectory(output);
        (string label, bool isShare) = ValueName.Of(of);
        (string? percent, string? points) = isShare ? ("%", "pp") : (null, null);
        string quantity = label + (isShare ? " (%)" : ""), name = $"{of.Replace('.', '-')}-by-{string.Join("-and-", by)}";
        string[] others = [.. study.Grid.Where(factor => factor.Values.Length > 1 && factor.Name != StudyGrid.Seed && !by.Contains(factor.Name)).Select(factor => factor.Name)];
        int seeds = done.Select(one => one.Cell.Spec.Seed).Distinct().Count();
        string over = $"over {seeds} seed{(seeds == 1 ? "" : "s")}{(others.Length > 0 ? $" and all {string.Join(", ", others)}" : "")}";
        DrawnFigure drawn = FigureFile.Save(output, new StudyFigure(name, quantity, isShare ? 100 : 1, by, means, over));
        SavedFigure? figure = drawn as SavedFigure;
        if (drawn is MissingFigure missing)
        {
            call.Note(missing.Note);
        }

        string csv = Path.Combine(output, name + "-differences.csv");
        AtomicFile.Write(csv, Table(name, differences).Write);
        return new(
            new
            {
                study = folder,
                of,
                by,
                over,
                means = means.Select(mean => new { levels = mean.Level.Split(StudyFigure.Between), cells = mean.Values, mean.PerSeed, mean.OverSeeds }),
                differences = differences.Select(one => new { one.Factor, from = one.First, levels = one.Levels }),
                figure = figure?.Png,
                tables = (string[])[.. figure?.Csv ?? [], csv],
            },
            console =>
            {
                console.WriteLine($"{quantity}, {over}");
                console.Write(Tables.Of(
                    [.. by, "cells", "mean", "95 % interval"],
                    means.Select(mean => (string[])[.. mean.Level.Split(StudyFigure.Between), $"{mean.Values}", Text(mean.OverSeeds.Mean, percent), Interval(mean.OverSeeds, percent)])));
                foreach ((string factor, string first, IReadOnlyList<LevelMean> levels) in differences.Where(one => one.Levels.Count > 0))
                {
                    console.WriteLine($"Differences in pairs of one seed: {factor}, against {first}");
                    console.Write(Tables.Of(
                        [factor, "pairs", "difference", "95 % interval"],
                        levels.Select(level => new[] { level.Level, $"{level.Values}", Text(level.OverSeeds.Mean, points), Interval(level.OverSeeds, points) })));
                }

                if (figure is not null)
                {
                    console.WriteLine($"Figure: {figure.Png}");
                }
            });
    }

    private string[] By(Invocation call, Study study)
    {
        string[] varied = [.. study.Grid.Where(factor => factor.Values.Length > 1 && factor.Name != StudyGrid.Seed).Select(factor => factor.Name)];
        string[] by = call.Value(_by) is { } given
            ? [.. given.Words().Select(word => new OptionValue(given.Option, word).OneOf(study.Grid.Select(factor => factor.Name)))]
            : varied;
        return by.Length switch
        {
            0 => throw new UsageException($"The study varies no factor but the seed; say by {_by.Name} what to show, of {string.Join(", ", study.Grid.Select(factor => factor.Name))}."),
            > MostFactors => throw new UsageException($"A figure shows one or two factors; choose by {_by.Name} of {string.Join(", ", varied)}."),
            _ => by.Distinct().Count() == by.Length ? by : throw new UsageException($"{_by.Name} names {by[0]} twice."),
        };
    }

    private static string FirstOf(Study study, string factor) => study.Grid.Single(one => one.Name == factor).Values[0];

    private static int RankOf(Study study, string factor, Cell cell) =>
        Array.IndexOf(study.Grid.Single(one => one.Name == factor).Values, cell.Levels.Single(level => level.Factor == factor).Value);

    private static LevelValue ValueOf(Cell cell, string[] factors, double value) => new(
        string.Join(StudyFigure.Between, factors.Select(factor => cell.Levels.Single(level => level.Factor == factor).Value)),
        string.Join(' ', cell.Levels.Where(level => level.Factor != StudyGrid.Seed && !factors.Contains(level.Factor)).Select(level => $"{level.Factor}={level.Value}")),
        cell.Spec.Seed,
        value);

    private static FigureTable Table(string name, IEnumerable<(string Factor, string First, IReadOnlyList<LevelMean> Levels)> differences) => new(
        name + "-differences",
        ["factor", "level", "against", "pairs", "seeds", "difference", "interval_low", "interval_high"],
        from one in differences
        from level in one.Levels
        select (IReadOnlyList<object>)
            [one.Factor, level.Level, one.First, level.Values, level.OverSeeds.Count, level.OverSeeds.Mean, level.OverSeeds.Low ?? double.NaN, level.OverSeeds.High ?? double.NaN]);

    // With a unit, a share times a hundred.
    private static string Text(double value, string? unit) => unit is null ? value.ToString("G4", CultureInfo.InvariantCulture) : $"{100 * value:F2} {unit}";

    private static string Interval(MeanInterval mean, string? unit) =>
        mean is { Low: { } low, High: { } high } ? $"{Text(low, unit)} to {Text(high, unit)}" : "one seed: none";
}
