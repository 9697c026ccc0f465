using System.CommandLine;
using Residua.App.Reports;
using Residua.App.Specs;
using Residua.Data;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Commands;

/// <summary>Trains a network in a new run folder, or goes on with one.</summary>
internal sealed class TrainCommand : Verb
{
    private readonly SpecFlags _flags = new(Enum.GetValues<SpecPart>());
    private readonly Option<string> _config = new("--config") { HelpName = "FILE", Description = "Take the specification from a JSON file such as a run's spec.json; options win" };
    private readonly Option<string> _preset = new("--preset") { HelpName = "NAME", Description = $"Start from a named recipe: {string.Join(", ", Presets.All.Keys)}; options win" };
    private readonly Option<string> _resume = new("--resume") { HelpName = "RUN", Description = "Go on with an interrupted run; it ends in the same weights as if it had not been" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the resolved specification and what it takes, and train nothing" };

    public TrainCommand()
        : base("train", "Train a network", Settings.Seed | Settings.Compute | Settings.Out | Settings.DataRoot)
    {
        foreach (Option option in new Option[] { _preset, _config, _resume, _dryRun }.Concat(_flags.All))
        {
            Options.Add(option);
        }
    }

    public override Report Run(Invocation call)
    {
        if (call.Value(_resume) is { } resume)
        {
            return Resume(call, resume.Text);
        }

        RunSpec spec = Specify(call);
        if (call.Get(_dryRun))
        {
            return DryRun.Of(call, spec);
        }

        DataSet data = call.Track("data", bar => Images.Open(spec, call, bar));
        spec = Images.Fit(spec, data);
        TrainingCost cost = TrainingCost.Of(spec, data.Train.Count, data.Test.Count); // refuses what leaves no image to train on
        long steps = (long)cost.StepsPerEpoch * spec.Training!.Epochs;
        if (spec.Training.WarmupSteps > steps && steps > 0 && spec.Training.Schedule != "one-cycle")
        {
            call.Note($"Note: the warm-up of {spec.Training.WarmupSteps:N0} steps is longer than the training of {steps:N0}, so that the learning rate never comes to its peak; lower --warmup.");
        }

        torch.Device device = Compute.Start(call);
        RunFolder run = RunTraining.Create(call, call.Out, spec, data);
        try
        {
            RunTraining.Train(call, run, data, device);
        }
        catch (Exception failure) when (Memory.Lacking(failure) is not null && run.State == RunState.New)
        {
            Directory.Delete(run.Path, recursive: true); // it was made by this call, and there is nothing in it to go on with
            throw;
        }

        RunReport.Write(run, call.Note);
        return RunSummary.Of(run, damage: []);
    }

    private RunSpec Specify(Invocation call)
    {
        if (call.Has(_config) && call.Has(_preset))
        {
            throw new UsageException("Give --config or --preset, not both.");
        }

        RunSpec spec = call.Value(_config) is { } config ? ReadConfig(config.Text)
            : call.Value(_preset) is { } preset ? Presets.Get(preset.Text)
            : new RunSpec();
        IReadOnlyDictionary<string, string> given = _flags.Given(call);
        spec = Images.Locate(SpecBuilder.Apply(spec with { Training = spec.Training ?? new() }, given));
        foreach (string note in IdleOptions.Of(spec, given))
        {
            call.Note(note);
        }

        return call.Seed is { } seed ? spec with { Seed = seed } : spec;
    }

    private static RunSpec ReadConfig(string path)
    {
        RunSpec spec = SpecFile.ReadUnchecked(path);
        return spec with { Parent = null, Name = SpecOptions.ParseName(new($"The name in '{path}'", spec.Name)) };
    }

    private Report Resume(Invocation call, string path)
    {
        string[] given = [.. _flags.Given(call).Keys, .. new Option[] { _config, _preset, _dryRun }.Where(call.Has).Select(option => option.Name)];
        if (given.Length > 0 || call.Seed is not null || call.Out is not null)
        {
            throw new UsageException(
                $"--resume goes on with the run as it was specified, so leave out {string.Join(", ", given.DefaultIfEmpty("--seed and --out"))}.");
        }

        RunFolder run = RunFolder.Open(path);
        if (run.State is RunState.Finished or RunState.Imported)
        {
            call.Note($"{run.Path} is {run.State.ToString().ToLowerInvariant()}; there is nothing to go on with.");
            if (!File.Exists(run.ReportPath)) // killed just before it was written
            {
                RunReport.Write(run, call.Note);
            }

            return RunSummary.Of(run, damage: []);
        }

        DataSet data = call.Track("data", bar => Images.Open(run.Spec, call, bar));
        torch.Device device = Compute.Start(call.Device ?? DeviceName.Parse(run.Environment.Device), call.Threads ?? run.Environment.Threads);
        RunTraining.Train(call, run, data, device);
        RunReport.Write(run, call.Note);
        return RunSummary.Of(run, damage: []);
    }
}
