using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.App.Reports;
using Residua.App.Reproduction;
using Residua.App.Specs;
using Residua.App.Studies;
using Residua.Data;
using Residua.Runs;
using Spectre.Console;
using TorchSharp;

namespace Residua.App.Commands;

/// <summary>Trains the paper's networks, runs their depth, judges its claims, and writes a report.</summary>
internal sealed class ReproduceCommand : Verb
{
    private const int MostSeeds = 1000;

    private readonly Option<bool> _quick = new("--quick") { Description = "Small networks (N = 256) on the drawn digits, with fewer analyses: about a minute, and no data is needed" };
    private readonly Option<string> _data = new("--data") { HelpName = "NAME|DIR", Description = "A data set of data list, or a folder of IDX files [default: mnist; with --quick: digits]" };
    private readonly Option<string> _only = new("--only") { HelpName = "NET,NET", Description = $"Networks to train, of {string.Join(", ", PaperNetwork.Names)} [default: all]" };
    private readonly Option<string> _seeds = new("--seeds") { HelpName = "NUMBER", Description = "How many seeds, from --seed on [default: 1]" };

    private readonly EngineOptions _engine = new();
    private readonly Func<string, RunSpec> _recipes;

    /// <summary>The command.</summary>
    /// <param name="recipes">Recipes by name; those of <see cref="Presets"/> unless given.</param>
    public ReproduceCommand(Func<string, RunSpec>? recipes = null)
        : base("reproduce", "Reproduce the paper: train its networks, run their depth, judge its claims, write a report", Settings.Seed | Settings.Compute | Settings.Out | Settings.DataRoot)
    {
        _recipes = recipes ?? Presets.Get;
        foreach (Option option in new Option[] { _quick, _data, _only, _seeds }.Concat(_engine.All))
        {
            Options.Add(option);
        }
    }

    public override Report Run(Invocation call)
    {
        ReproductionPlan plan = Plan(call);
        string folder = Path.GetFullPath(call.Out ?? RunTraining.NewPath(plan.Quick ? "reproduce-quick" : "reproduce"));
        plan = plan.InheritFrom(folder, call.Threads is not null, call.Device is not null);
        call.Note($"{string.Join(", ", plan.Networks)} on {plan.Data}, into {folder}");
        DataSet data = call.Track("data", bar => Images.Open(plan.SpecOf(plan.Networks[0], plan.Seeds[0]), call, bar));
        (string Network, int Seed)[] wanted = [.. plan.Runs()];
        RunSpec[] specs = [.. wanted.Select(run => Images.Fit(plan.SpecOf(run.Network, run.Seed), data))];
        EngineRequest? request = _engine.AreGiven(call) ? _engine.Read(call, plan.Threads) : null;
        plan.StartOrGoOnIn(folder);
        foreach ((RunSpec spec, (string network, int seed)) in specs.Zip(wanted))
        {
            _ = RunTraining.Existing(PathOf(network, seed), spec); // refuses another's before anything is trained
        }

        if (request is not null && Hand(call, ReproductionWork.Of(folder), request) is { } unfinished)
        {
            return unfinished;
        }

        torch.Device device = Compute.Start(DeviceName.Parse(plan.Device), plan.Threads);
        List<TrainedNetwork> networks = [];
        try
        {
            foreach ((RunSpec spec, (string network, int seed)) in specs.Zip(wanted))
            {
                call.Note($"{networks.Count + 1} of {specs.Length}: {network}, seed {seed}");
                RunFolder run = RunTraining.OpenOrCreate(call, PathOf(network, seed), spec, data);
                networks.Add(new(network, seed, ReproductionWork.Do(call, plan, network, run, data, device), data.Test.Count));
            }
        }
        catch (OperationCanceledException)
        {
            string again = Path.GetRelativePath(Environment.CurrentDirectory, folder);
            throw new InterruptedException($"Interrupted; what is done is kept. Go on with the same command and --out {Shell.Quote(again)}");
        }

        Scorecard scorecard = Scorecard.Build(ClaimMeasurers.Measure(networks, plan.IsThePapers()), [.. plan.Networks.Select(plan.PresetOf)], plan.Data, plan.Quick);
        AtomicFile.WriteText(Path.Combine(folder, "scorecard.json"), scorecard.ToJson() + "\n");
        string report = call.Track("report", bar => ReproductionReport.Write(folder, plan, networks, data, scorecard, call.CommandLine, bar.Line));
        return Answer(folder, report, networks, scorecard);

        string PathOf(string network, int seed) => Path.Combine(folder, ReproductionPlan.NameOf(network, seed));
    }

    // Has an engine do the runs; null once all are done, and then the report is made here.
    private static Report? Hand(Invocation call, Workload work, EngineRequest request)
    {
        (CellStatus[] cells, string? submitted) = Engine.Run(call, work, request, () => { });
        return cells.All(cell => cell.State == CellState.Done)
            ? null
            : StudyAnswer.Of(work, cells, submitted: submitted, isOver: request.Wait, hint: $"The report is written by the same command, with --out {Shell.Quote(work.Folder)}, once all are done.");
    }

    private ReproductionPlan Plan(Invocation call)
    {
        bool quick = call.Get(_quick);
        int seeds = call.Value(_seeds)?.Whole(1, MostSeeds) ?? 1, first = call.Seed ?? 1;
        if (first > int.MaxValue - seeds)
        {
            throw new UsageException($"--seed {first} leaves no room for {seeds} seeds; the largest is {int.MaxValue}.");
        }

        string[] networks = call.Value(_only) is { } only
            ? [.. only.Words().Select(word => new OptionValue(only.Option, word).OneOf(PaperNetwork.Names))]
            : [.. PaperNetwork.Names];
        return new()
        {
            Quick = quick,
            Recipes = _recipes,
            Data = Images.Locate(new RunSpec { Data = call.Value(_data)?.Text ?? (quick ? "digits" : "mnist") }).Data,
            Networks = [.. PaperNetwork.Names.Where(networks.Contains)],
            Seeds = [.. Enumerable.Range(first, seeds)],
            Threads = _engine.AreGiven(call) ? _engine.Threads(call) : call.Threads ?? Environment.ProcessorCount,
            Device = (call.Device ?? DeviceName.Cpu).ToString(),
        };
    }

    private static Report Answer(string folder, string report, List<TrainedNetwork> networks, Scorecard scorecard) => new(
        new
        {
            folder,
            report,
            networks = networks.Select(net => new { network = net.Name, net.Seed, run = net.Run.Path, testError = net.TestError }),
            scorecard,
        },
        console =>
        {
            console.Write(Tables.OfPairs(networks.Select(net => ($"{net.Name}, seed {net.Seed}", $"test error {Readable.Percent(net.TestError)}"))));
            console.Write(Tables.OfPairs(scorecard.Claims.Where(claim => claim.Verdict != Verdict.NotMeasured).Select(claim => ($"{claim.Id} {claim.Claim}", $"{ScorecardSection.Name(claim.Verdict)}: {claim.Ours} ({claim.Over}){(claim.Note is null ? "" : " " + claim.Note)}"))));
            console.WriteLine($"Report: {report}");
        });
}
