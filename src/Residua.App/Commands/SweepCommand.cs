using System.CommandLine;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.App.Studies;
using Residua.Runs;
using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>Trains a run for every cell of a grid, on this machine or by Slurm.</summary>
internal sealed class SweepCommand : Verb
{
    private const int ShownCells = 10;

    private readonly Argument<string> _study = new("STUDY") { Arity = ArgumentArity.ZeroOrOne, Description = "A file that describes a study, or the folder of one to go on with" };
    private readonly Option<string[]> _grid = new("--grid") { HelpName = "FACTOR=VALUES", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true, Description = "Factors to cross: options of train without dashes, seed, preset; as layers=5,10,15 seed=1..5" };
    private readonly Option<string> _preset = new("--preset") { HelpName = "NAME", Description = $"With --grid: the recipe that all cells start from: {string.Join(", ", Presets.All.Keys)}" };
    private readonly Option<string> _analyze = new("--analyze") { HelpName = "NAME,NAME", Description = "With --grid: analyses of analyze --what to make of every cell" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the cells, and for Slurm the script, and start nothing" };
    private readonly EngineOptions _engine = new();

    public SweepCommand()
        : base("sweep", "Train a run for every cell of a grid, here or on a Slurm cluster; the same command again goes on", Settings.Compute | Settings.Out | Settings.DataRoot)
    {
        Arguments.Add(_study);
        foreach (Option option in new Option[] { _grid, _preset, _analyze, _dryRun }.Concat(_engine.All))
        {
            Options.Add(option);
        }

        Subcommands.Add(new SweepStatusCommand());
        Subcommands.Add(new SweepCancelCommand());
        Subcommands.Add(new SweepCellCommand());
        Subcommands.Add(new SweepTaskCommand());
    }

    public override Report Run(Invocation call)
    {
        (string folder, Study study) = Plan(call);
        EngineRequest request = _engine.Read(call, study.Threads);
        Cell[] cells = study.Cells();
        foreach (string note in Study.IdleFactors(cells))
        {
            call.Note(note);
        }

        Workload work = StudyFolder.WorkOf(folder, study, cells);
        if (call.Get(_dryRun))
        {
            return Preview(study, work, cells, request.Slurm is null ? null : SlurmEngine.Preview(call, work, request));
        }

        Fit(call, cells);
        StudyFolder.RequireFree(folder);
        call.Note($"{cells.Length:N0} cells of {string.Join(" × ", study.Grid.Select(factor => factor.Name))}, {study.Threads} thread{(study.Threads == 1 ? "" : "s")} each, into {folder}");
        try
        {
            (CellStatus[] statuses, string? submitted) = Engine.Run(call, work, request, () => StudyFolder.StartOrGrow(folder, study, cells));
            return StudyAnswer.Of(work, statuses, cells, submitted, isOver: request.Wait);
        }
        catch (InterruptedException)
        {
            _ = StudyAnswer.Of(work, QueueView.Look(work, out _), cells); // the table is to show what there is
            throw;
        }
    }

    private (string Folder, Study Study) Plan(Invocation call)
    {
        string? path = call.Find(_study);
        if (path is null == !call.Has(_grid))
        {
            throw new UsageException("Give a study's file or folder, or --grid, and not both. See residua sweep --help.");
        }

        if (path is not null && (call.Has(_preset) ? _preset : call.Has(_analyze) ? _analyze : null) is { } stray)
        {
            throw new UsageException($"{stray.Name} belongs to --grid; the study says that itself.");
        }

        if (path is not null && Directory.Exists(path))
        {
            string own = Path.GetFullPath(path);
            return call.Out is null
                ? (own, Computed(call, own, StudyFolder.Open(own)))
                : throw new UsageException("The folder of a study is where it goes on; leave --out out.");
        }

        StudyFile file = path is not null ? ChecksummedJson.ReadUnchecked<StudyFile>(path) : new()
        {
            Preset = call.Value(_preset)?.Text,
            Grid = new Dictionary<string, System.Text.Json.JsonElement>(),
            Analyze = call.Value(_analyze)?.Words() ?? [],
        };
        Factor[] grid = [.. (path is not null ? StudyGrid.Parse(file.Grid) : StudyGrid.Parse(call.Get(_grid)!)).Select(Located)];
        string name = SpecOptions.ParseName(new("The study's name", file.Name ?? NameOf(path, file.Preset, grid)));
        string folder = Path.GetFullPath(call.Out ?? Path.Combine("studies", name));
        Study study = new() { Name = name, Preset = file.Preset, Grid = grid, Analyze = file.Analyze, Threads = _engine.Threads(call), Device = (call.Device ?? DeviceName.Cpu).ToString() };
        return (folder, StudyFolder.Is(folder) ? Computed(call, folder, study) : study);
    }

    // A folder is written so that the study is the same from anywhere.
    private static Factor Located(Factor factor) =>
        factor.Name == "data" ? factor with { Values = [.. factor.Values.Select(value => Images.Locate(new RunSpec { Data = value }).Data)] } : factor;

    // Threads and device are those of the study that is there, unless the user says otherwise and is then told.
    private static Study Computed(Invocation call, string folder, Study study)
    {
        Study stored = StudyFolder.Open(folder);
        return study with { Threads = call.Threads ?? stored.Threads, Device = call.Device?.ToString() ?? stored.Device };
    }

    private static string NameOf(string? path, string? preset, Factor[] grid)
    {
        const int Longest = 60;
        string name = path is not null ? Path.GetFileNameWithoutExtension(path) : string.Join('-', grid.Where(factor => factor.Values.Length > 1).Select(factor => factor.Name).Prepend(preset ?? "study"));
        return name[..Math.Min(name.Length, Longest)];
    }

    // Sees once that all data are here, before many programs look for them at once, and that every cell can take its images.
    private static void Fit(Invocation call, Cell[] cells)
    {
        foreach (IGrouping<string, Cell> same in cells.GroupBy(cell => cell.Spec.Data))
        {
            Data.DataSet data = call.Track("data", bar => Images.Open(same.First().Spec, call, bar));
            foreach (IGrouping<int, Cell> pooled in same.GroupBy(cell => cell.Spec.Pool))
            {
                RunSpec first = Fitted(pooled.First(), spec => Images.Fit(spec, data));
                foreach (Cell cell in pooled)
                {
                    _ = Fitted(cell, spec => SpecBuilder.Fit(spec, first.Network.Inputs, first.Network.Classes));
                    _ = Fitted(cell, spec => TrainingCost.Of(spec, data.Train.Count, data.Test.Count)); // refuses what leaves no image to train on
                }
            }
        }
    }

    private static T Fitted<T>(Cell cell, Func<RunSpec, T> fit)
    {
        try
        {
            return fit(cell.Spec);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"The cell {cell.Label} makes no run: {Failure.Of(failure).Error}");
        }
    }

    private static Report Preview(Study study, Workload work, Cell[] cells, string? script) => new(
        new
        {
            study = work.Folder,
            study.Name,
            study.Preset,
            study.Grid,
            study.Analyze,
            study.Threads,
            study.Device,
            count = cells.Length,
            script,
            cells = cells.Select(cell => new { cell.Id, factors = cell.Levels.ToDictionary(level => level.Factor, level => level.Value) }),
        },
        console =>
        {
            console.Write(Tables.OfPairs(
            [
                ("Study", $"{study.Name}, {study.Threads} threads each on {study.Device}, into {work.Folder}"),
                ("Cells", $"{cells.Length:N0}: {string.Join(" × ", study.Grid.Select(factor => $"{factor.Values.Length} {factor.Name}"))}"),
                ("Analyses", study.Analyze.Length == 0 ? "none" : string.Join(", ", study.Analyze)),
            ]));
            console.Write(Tables.OfPairs(cells.Take(ShownCells).Select(cell => (cell.Id, cell.Label))));
            if (cells.Length > ShownCells)
            {
                console.WriteLine($"and {cells.Length - ShownCells:N0} more; --json lists them all.");
            }

            if (script is not null)
            {
                console.WriteLine();
                console.Profile.Out.Writer.Write(script); // as it is: lines are not to be wrapped
            }
        });
}
