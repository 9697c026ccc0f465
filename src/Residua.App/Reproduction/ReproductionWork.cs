using Residua.App.Analyses;
using Residua.App.Commands;
using Residua.App.Reports;
using Residua.App.Specs;
using Residua.App.Studies;
using Residua.Data;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Reproduction;

/// <summary>The runs of a reproduction, for its own process and for engines.</summary>
internal static class ReproductionWork
{
    /// <summary>What engines have to do for the reproduction in a folder.</summary>
    public static Workload Of(string folder)
    {
        ReproductionPlan plan = ReproductionPlan.Open(folder);
        return new(
            folder,
            plan.Quick ? "reproduce-quick" : "reproduce",
            [.. plan.Runs().Select(run => new WorkItem(ReproductionPlan.NameOf(run.Network, run.Seed), $"{run.Network}, seed {run.Seed}", []))],
            plan.Threads,
            plan.Device,
            id => Path.Combine(folder, id),
            _ => true);
    }

    /// <summary>Does one of them in this process.</summary>
    /// <exception cref="FileNotFoundException">The folder holds no reproduction.</exception>
    public static CellNote Do(Invocation call, string folder, string id)
    {
        ReproductionPlan plan = ReproductionPlan.Open(folder);
        (string network, int seed) = plan.Runs().First(run => ReproductionPlan.NameOf(run.Network, run.Seed) == id);
        RunSpec spec = plan.SpecOf(network, seed);
        DataSet data = call.Track("data", bar => Images.Open(spec, call, bar));
        torch.Device device = Compute.Start(call);
        RunFolder run = Do(call, plan, network, RunTraining.OpenOrCreate(call, Path.Combine(folder, id), Images.Fit(spec, data), data), data, device);
        return new() { Id = id, Outcome = CellOutcome.Done, Analyses = [.. run.Results], Values = CellNote.ValuesOf(run, data.Test.Count) };
    }

    /// <summary>Trains a run to its end and makes the results that it lacks.</summary>
    public static RunFolder Do(Invocation call, ReproductionPlan plan, string network, RunFolder run, DataSet data, torch.Device device)
    {
        RunTraining.Train(call, run, data, device);
        PaperNetwork paper = PaperNetwork.Of(network);
        _ = RunResults.Make(
            call, run, data, device, RunAnalyses.All().Where(analysis => paper.Wants(analysis.Name, plan.Quick)), new SampleOptions(plan.SampleShare()), plan.Depth());
        RunReport.Write(run, call.Note);
        return run;
    }
}
