using System.CommandLine;
using Residua.Analysis;
using Residua.App.Analyses;
using Residua.App.Output;
using Residua.App.Reports;
using Residua.App.Reproduction;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
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

    private readonly Func<string, RunSpec> _recipes;

    /// <summary>The command.</summary>
    /// <param name="recipes">Recipes by name; those of <see cref="Presets"/> unless given.</param>
    public ReproduceCommand(Func<string, RunSpec>? recipes = null)
        : base("reproduce", "Reproduce the paper: train its networks, run their depth, judge its claims, write a report", Settings.Seed | Settings.Compute | Settings.Out | Settings.DataRoot)
    {
        _recipes = recipes ?? Presets.Get;
        foreach (Option option in new Option[] { _quick, _data, _only, _seeds })
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
        RunSpec[] specs = [.. plan.Seeds.SelectMany(seed => plan.Networks.Select(network => Images.Fit(plan.SpecOf(network, seed), data)))];
        plan.StartOrGoOnIn(folder);
        RunFolder?[] runs = [.. specs.Select((spec, i) => Existing(PathOf(i), spec, plan))];
        torch.Device device = Compute.Start(DeviceName.Parse(plan.Device), plan.Threads);
        List<TrainedNetwork> networks = [];
        try
        {
            foreach ((RunSpec spec, int i) in specs.Select((spec, i) => (spec, i)))
            {
                string network = plan.Networks[i % plan.Networks.Length];
                call.Note($"{i + 1} of {specs.Length}: {network}, seed {spec.Seed}");
                RunFolder run = runs[i] ?? RunTraining.Create(call, PathOf(i), spec, data);
                RunTraining.Train(call, run, data, device);
                Analyze(call, run, data, device, plan, PaperNetwork.Of(network));
                RunReport.Write(run);
                networks.Add(new(network, spec.Seed, run, data.Test.Count));
            }
        }
        catch (OperationCanceledException)
        {
            string again = Path.GetRelativePath(Environment.CurrentDirectory, folder);
            throw new InterruptedException($"Interrupted; what is done is kept. Go on with the same command and --out {Shell.Quote(again)}");
        }

        Scorecard scorecard = Scorecard.Build(ClaimMeasurers.Measure(networks, plan.IsThePapers()), [.. plan.Networks.Select(plan.PresetOf)], plan.Data, plan.Quick);
        AtomicFile.WriteText(Path.Combine(folder, "scorecard.json"), scorecard.ToJson() + "\n");
        string report = call.Track("report", _ => ReproductionReport.Write(folder, plan, networks, data, scorecard, call.CommandLine));
        return Answer(folder, report, networks, scorecard);

        string PathOf(int i) => Path.Combine(folder, $"{plan.Networks[i % plan.Networks.Length]}-seed{specs[i].Seed}");
    }

    // A run that is there already; one that was made otherwise would pass for the preset's.
    private static RunFolder? Existing(string path, RunSpec spec, ReproductionPlan plan)
    {
        RunFolder? run = File.Exists(Path.Combine(path, "spec.json")) ? RunFolder.Open(path) : null;
        return run is null || ChecksummedJson.ToLine(run.Spec) == ChecksummedJson.ToLine(spec)
            ? run
            : throw new UsageException($"'{path}' holds a run of another specification than preset {spec.Preset} on {plan.Data} with seed {spec.Seed}; move it away, or give another --out.");
    }

    private static void Analyze(Invocation call, RunFolder run, DataSet data, torch.Device device, ReproductionPlan plan, PaperNetwork paper)
    {
        string weights = run.WeightsSha256();
        using LayeredNetwork network = run.LoadNetwork(device);
        DataSet pooled = data with { Train = data.Train.Pool(run.Spec.Pool), Test = data.Test.Pool(run.Spec.Pool) };
        using AnalysisCall analysisCall = new(call, run, network, weights, pooled, new SampleOptions(plan.SampleShare()), plan.Depth());
        foreach (RunAnalysis analysis in RunAnalyses.All().Where(analysis =>
            paper.Wants(analysis.Name, plan.Quick) && analysis.Refusal(network) is null && !analysisCall.Holds(analysis)))
        {
            call.Stop.ThrowIfCancellationRequested();
            call.Track($"{run.Spec.Name}: {analysis.Name}", bar =>
            {
                analysisCall.Progress = share => bar.Report(share, analysis.Name);
                analysisCall.Do(analysis);
            });
        }
    }

    private ReproductionPlan Plan(Invocation call)
    {
        bool quick = call.Get(_quick);
        int seeds = call.Value(_seeds)?.Whole(1) ?? 1, first = call.Seed ?? 1;
        if (seeds > MostSeeds || first > int.MaxValue - seeds)
        {
            throw new UsageException($"--seeds wants at most {MostSeeds}, and --seed room for them.");
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
            Threads = call.Threads ?? Environment.ProcessorCount,
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
