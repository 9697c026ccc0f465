using Residua.App.Analyses;
using Residua.App.Specs;

namespace Residua.App.Studies;

/// <summary>A study as it stands in its folder: what is varied, and how every cell is computed.</summary>
internal sealed record Study
{
    /// <summary>The version of study.json that this program writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The format's version.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The recipe that cells start from; null for the defaults of `train`.</summary>
    public string? Preset { get; init; }

    /// <summary>The factors and their values.</summary>
    public required Factor[] Grid { get; init; }

    /// <summary>Analyses made of every cell to which they apply.</summary>
    public required string[] Analyze { get; init; }

    /// <summary>Threads of each run: the bits of its weights may depend on them, so that no engine changes them.</summary>
    public required int Threads { get; init; }

    /// <summary>The device.</summary>
    public required string Device { get; init; }

    /// <summary>All cells, the last factor the fastest.</summary>
    /// <exception cref="UsageException">A cell makes no run, or two make the same; the message names them.</exception>
    public Cell[] Cells()
    {
        if (Preset is not null && Grid.Any(factor => factor.Name == StudyGrid.Preset))
        {
            throw new UsageException("The preset is given beside the factor preset; leave one out.");
        }

        string[] known = [.. RunAnalyses.All().Select(analysis => analysis.Name)];
        foreach (string analysis in Analyze)
        {
            _ = new OptionValue("--analyze", analysis).OneOf(known);
        }

        int count = (int)StudyGrid.Count(Grid);
        Cell[] cells = new Cell[count];
        Dictionary<string, Cell> byId = new(count);
        for (int i = 0; i < count; i++)
        {
            (string, string)[] levels = new (string, string)[Grid.Length];
            for (int factor = Grid.Length - 1, rest = i; factor >= 0; factor--)
            {
                levels[factor] = (Grid[factor].Name, Grid[factor].Values[rest % Grid[factor].Values.Length]);
                rest /= Grid[factor].Values.Length;
            }

            cells[i] = Cell.Of(Preset, levels);
            if (!byId.TryAdd(cells[i].Id, cells[i]))
            {
                throw new UsageException($"The cells {byId[cells[i].Id].Label} and {cells[i].Label} come to the same run; leave one out.");
            }
        }

        return cells;
    }

    /// <summary>Notes on factors that make no difference in some cell.</summary>
    public static IEnumerable<string> IdleFactors(IEnumerable<Cell> cells) => cells
        .SelectMany(cell => IdleOptions.Of(cell.Spec, cell.Levels.ToDictionary(level => "--" + level.Factor, level => level.Value)).Select(note => (note, cell.Label)))
        .GroupBy(one => one.note)
        .Select(same => $"{same.Key[..^1]}, in {(same.Count() == 1 ? $"the cell {same.First().Label}" : $"{same.Count():N0} cells, such as {same.First().Label}")}.");
}
