using System.CommandLine;
using Residua.App.Output;
using Residua.App.Reports;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Pruning;
using Residua.Runs;
using Residua.Training;
using TorchSharp;

namespace Residua.App.Commands;

/// <summary>Makes a run folder of a run's network with fewer layers.</summary>
internal sealed class PruneCommand : Verb
{
    /// <summary>The stored result's name.</summary>
    public const string ResultName = "prune";

    /// <summary>Held-back images where the run kept none back.</summary>
    public const int DefaultHeldBack = 5000;

    private const double RateShare = 0.1; // of the rate it was trained with

    private readonly Argument<string> _run = new("RUN") { Description = "A run folder; it is not changed" };
    private readonly Option<string> _layers = new("--layers") { HelpName = "NUMBER", Description = "Layers to leave" };
    private readonly Option<string> _increase = new("--max-error-increase") { HelpName = "SHARE", Description = "Leave the fewest layers whose error on held-back training images rises by no more than this: 0.001 or 0.1pp" };
    private readonly Option<string> _criterion = new("--criterion") { HelpName = "NAME", Description = $"Which layers go first: {string.Join(", ", CriterionName.All)} [default: last-residual]" };
    private readonly Option<bool> _refit = new("--refit") { Description = "Fit the classifier anew on training images, layers frozen" };
    private readonly Option<string> _finetune = new("--finetune") { HelpName = "EPOCHS", Description = "Then train all of it for so many epochs; goes on by train --resume where it is stopped" };
    private readonly Option<string> _rate = new("--learning-rate") { HelpName = "RATE", Description = "The peak rate of --finetune [default: a tenth of the run's]" };
    private readonly Option<string> _heldBack = new("--held-back") { HelpName = "NUMBER", Description = $"Held-back images at most, where the run has no validation images [default: {DefaultHeldBack}]" };

    public PruneCommand()
        : base("prune", "Make a run of a trained run's network with fewer layers", Settings.Seed | Settings.Compute | Settings.Out | Settings.DataRoot)
    {
        Arguments.Add(_run);
        foreach (Option option in new Option[] { _layers, _increase, _criterion, _refit, _finetune, _rate, _heldBack })
        {
            Options.Add(option);
        }
    }

    public override Report Run(Invocation call)
    {
        RunFolder parent = RunFolder.Open(call.Get(_run));
        PruneOptions options = Parse(call, parent);
        int? epochs = call.Value(_finetune)?.Whole(1, TrainingSpec.MostEpochs);
        double? rate = call.Value(_rate)?.Number(0, Most.Real);
        int most = call.Value(_heldBack)?.Whole(1, Most.Samples) ?? DefaultHeldBack;
        TrainingSpec? recipe = Recipe(parent, needed: epochs is not null);
        if (call.Out is { } folder)
        {
            RunFolder.RequireFree(folder); // before the work, not after it
        }

        DataSet data = call.Track("data", bar => Images.Open(parent.Spec, call, bar));
        torch.Device device = Compute.Start(call);
        using LayeredNetwork network = parent.LoadNetwork(device);
        HeldBack images = HeldBack.Of(data.Train.Pool(parent.Spec.Pool), recipe, parent.Spec.Seed, most);
        ImageSet test = data.Test.Pool(parent.Spec.Pool);
        (LayeredNetwork pruned, PruneResult result) = call.Track(ResultName, _ => Pruner.Run(network, images.Fit, images.Images, options, call.Stop));
        using (pruned)
        {
            result = result with
            {
                HeldBack = images.Kind,
                TestErrorBefore = Evaluation.Measure(network, test, call.Stop).Error,
                TestErrorAfter = Evaluation.Measure(pruned, test, call.Stop).Error,
            };
            RunSpec spec = parent.Spec with
            {
                Name = $"{parent.Spec.Name}-{pruned.Depth}-layers",
                Network = pruned.Spec,
                Training = epochs is { } passes ? Training(recipe ?? new(), images.Fit.Count, passes, rate) : null,
                Parent = parent.Path,
            };
            spec.Training?.Validate();
            RunEnvironment environment = RunEnvironment.Capture(call.CommandLine, torch.get_num_threads(), (call.Device ?? DeviceName.Cpu).ToString(), data.Origin, data.Verified);
            RunFolder run = RunFolder.Create(call.Out ?? RunTraining.NewPath(spec.Name), spec, environment, Fill);
            if (spec.Training is not null)
            {
                RunTraining.Train(call, run, data, device);
            }

            RunReport.Write(run, call.Note);
            return Answer(run, network.Spec, result);

            void Fill(RunFolder made)
            {
                if (spec.Training is null)
                {
                    made.WriteNetwork(pruned);
                }
                else
                {
                    TrainingRun.Begin(made, pruned, data);
                }

                made.WriteResult(ResultName, result, isOfStart: true); // from now on: training may be stopped and gone on with
            }
        }
    }

    private PruneOptions Parse(Invocation call, RunFolder run)
    {
        if (call.Has(_layers) == call.Has(_increase))
        {
            throw new UsageException("Say how far to prune: --layers NUMBER or --max-error-increase SHARE, one of the two.");
        }

        if (call.Has(_rate) && !call.Has(_finetune))
        {
            throw new UsageException("--learning-rate is the rate of --finetune, which was not asked for.");
        }

        if (call.Value(_rate)?.Number(0, Most.Real) is 0 and var rate)
        {
            throw new UsageException($"--learning-rate wants a positive number, not {rate}.");
        }

        if (call.Seed is not null && call.Value(_criterion)?.Text != CriterionName.Of(DropCriterion.Random))
        {
            call.Note("Note: --seed makes a difference to --criterion random alone; everything else goes by the run's own seed.");
        }

        if (call.Has(_heldBack) && run.Spec.Training is { Validation: > 0 } training)
        {
            throw new UsageException($"This run kept {training.Validation} validation images back, which decide; leave out --held-back.");
        }

        WeightLayout layout = WeightLayout.Parse(run.Network.Weights, run.Network.Layers);
        if (call.Has(_criterion) && layout.Groups.Count == 1)
        {
            throw new UsageException("With shared weights every layer dropped leaves the same network, so --criterion makes no difference; leave it out.");
        }

        int? layers = call.Value(_layers)?.Whole(1, NetworkSpec.MostLayers);
        if (layers > layout.Layers)
        {
            throw new UsageException($"--layers {layers}: the network has {layout.Layers} layers, and pruning adds none.");
        }

        double increase = call.Value(_increase)?.Share() ?? 0;
        return increase is >= 0 and <= 1
            ? new()
            {
                Layers = layers,
                MaxErrorIncrease = increase,
                Criterion = call.Value(_criterion) is { } name ? CriterionName.Parse(name) : DropCriterion.LastResidual,
                Refit = call.Get(_refit),
                Seed = call.Seed ?? run.Spec.Seed,
            }
            : throw new UsageException($"--max-error-increase wants a rise between 0 and 1 (0.001 or 0.1pp), not {increase}.");
    }

    // How a run was trained: its own training, or, where it was pruned without training, that of the run it came from.
    private static TrainingSpec? Recipe(RunFolder run, bool needed)
    {
        RunSpec spec = run.Spec;
        while (spec is { Training: null, Parent: { } parent })
        {
            try
            {
                spec = RunFolder.Open(parent).Spec;
            }
            catch (Exception failure) when (failure is IOException or InvalidDataException)
            {
                return !needed ? null : throw new UsageException(
                    $"--finetune trains as the network was trained, which '{run.Path}' does not say: it was made of '{parent}', which cannot be read ({failure.Message}).");
            }
        }

        return spec.Training;
    }

    // As the run was trained, if it was, but gently: the weights are good already.
    private static TrainingSpec Training(TrainingSpec training, int images, int epochs, double? rate)
    {
        int steps = (images + training.Batch - 1) / training.Batch * epochs;
        return training with
        {
            Epochs = epochs,
            LearningRate = rate ?? training.LearningRate * RateShare,
            WarmupSteps = Math.Min(training.WarmupSteps, steps / 10),
            AdaptiveDepth = null,
        };
    }

    private static Report Answer(RunFolder run, NetworkSpec before, PruneResult result)
    {
        NetworkSpec after = run.Network;
        NetworkCost was = NetworkCost.Of(before, before.Layers), now = NetworkCost.Of(after, after.Layers);
        double? finetuned = run.Spec.Training is null ? null : run.Metrics[^1].TestError;
        return new(
            new { run = run.Path, parent = run.Spec.Parent, layers = after.Layers, finetunedTestError = finetuned, costBefore = was, costAfter = now, result },
            console => console.Write(Tables.OfPairs(
            [
                ("Run", run.Path),
                ("Layers", $"{result.LayersBefore} → {after.Layers}: {string.Join(", ", result.Kept)}, dropped by {CriterionName.Of(result.Ranking.Criterion)}"),
                ("Held-back error", $"{Readable.Percent(result.HeldBackErrorBefore)} → {Readable.Percent(result.HeldBackErrorAfter)} of {result.HeldBackImages:N0} images: {Kind(result.HeldBack)}"),
                ("Test error", $"{Readable.Percent(result.TestErrorBefore)} → {Readable.Percent(result.TestErrorAfter)}{(finetuned is { } error ? $" → {Readable.Percent(error)} after {run.Spec.Training!.Epochs} epochs" : "")}"),
                ("Operations", $"{Readable.Operations(was.Flops)} → {Readable.Operations(now.Flops)} an image"),
                ("Parameters", $"{was.Parameters:N0} → {now.Parameters:N0}"),
                ("Model", $"{Readable.Bytes(was.Bytes)} → {Readable.Bytes(now.Bytes)}"),
            ])));
    }

    private static string Kind(HeldBackKind kind) => kind switch
    {
        HeldBackKind.Validation => "the run's validation images",
        HeldBackKind.BeyondLimit => "training images past the run's limit, not trained on",
        HeldBackKind.TrainedOn => "training images, which the network was trained on",
        _ => "training images; whether the network was trained on them is not known",
    };
}
