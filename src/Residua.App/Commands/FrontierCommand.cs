using System.CommandLine;
using System.Globalization;
using Residua.Analysis;
using Residua.App.Output;
using Residua.App.Reports;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Pruning;
using Residua.Runs;
using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>Measures what every number of layers errs and takes, stores it in the run and draws it.</summary>
internal sealed class FrontierCommand : Verb
{
    /// <summary>The stored result's name.</summary>
    public const string ResultName = "frontier";

    /// <summary>Training images to fit classifiers on where the user does not say.</summary>
    public const int DefaultRefitSamples = 10_000;

    private readonly Argument<string> _run = new("RUN") { Description = "A run folder" };
    private readonly Option<string> _layers = new("--layers") { HelpName = "NUMBER", Description = "Layers of the deepest rollout [default: twice the network's with shared weights, else the network's]" };
    private readonly Option<string> _samples = new("--samples") { HelpName = "NUMBER", Description = "Test images, as many of each class [default: all]" };
    private readonly Option<bool> _noRefit = new("--no-refit") { Description = "Leave the classifier as it is throughout" };
    private readonly Option<string> _refitSamples = new("--refit-samples") { HelpName = "NUMBER", Description = $"Training images that classifiers are fitted on, as many of each class [default: {DefaultRefitSamples}]" };
    private readonly Option<string> _criteria = new("--criteria") { HelpName = "NAME,NAME", Description = $"Criteria for dropping layers to compare, of {string.Join(", ", CriterionName.All)} [default: all]" };
    private readonly Option<string> _randomOrders = new("--random-orders") { HelpName = "NUMBER", Description = "Random orders to compare with [default: 5]" };
    private readonly Option<string> _batches = new("--latency-batches") { HelpName = "1,128", Description = "Images at a time in measurements of latency [default: 1,128]" };
    private readonly Option<string> _rounds = new("--latency-rounds") { HelpName = "NUMBER", Description = "Rounds of them, each of which runs every depth once [default: 51]" };

    public FrontierCommand()
        : base("frontier", "Error, operations, memory and latency for every number of layers, and criteria for dropping layers compared", Settings.Seed | Settings.Compute | Settings.DataRoot)
    {
        Arguments.Add(_run);
        foreach (Option option in new Option[] { _layers, _samples, _noRefit, _refitSamples, _criteria, _randomOrders, _batches, _rounds })
        {
            Options.Add(option);
        }
    }

    public override Report Run(Invocation call)
    {
        RunFolder run = RunFolder.Open(call.Get(_run));
        FrontierOptions options = Parse(call, run.Network);
        DataSet data = call.Track("data", bar => Images.Open(run.Spec, call, bar));
        using LayeredNetwork network = run.LoadNetwork(Compute.Start(call));
        int seed = call.Seed ?? run.Spec.Seed;
        ImageSet test = data.Test.Pool(run.Spec.Pool), train = data.Train.Pool(run.Spec.Pool);
        test = call.Value(_samples) is { } samples ? Balanced(test, samples.Whole(test.Classes, Most.Samples), seed) : test;
        ImageSet fit = HeldBack.Of(train, run.Spec.Training, run.Spec.Seed, PruneCommand.DefaultHeldBack).Fit;
        fit = Balanced(fit, call.Value(_refitSamples)?.Whole(fit.Classes, Most.Samples) ?? DefaultRefitSamples, seed);
        FrontierResult result;
        try
        {
            result = call.Track(ResultName, bar => Frontier.Measure(network, test, fit, options, done => bar.Report(done, ResultName), call.Stop));
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException("Interrupted; nothing was stored.");
        }

        run.WriteResult(ResultName, result);
        RunReport.Write(run, call.Note);
        return new(new { run = run.Path, result }, console => Show(console, run, result));
    }

    private static ImageSet Balanced(ImageSet images, int count, int seed) => Samples.Balanced(images, (count + images.Classes - 1) / images.Classes, seed);

    private FrontierOptions Parse(Invocation call, NetworkSpec network)
    {
        WeightLayout layout = WeightLayout.Parse(network.Weights, network.Layers);
        bool shared = layout.Groups.Count == 1;
        FrontierOptions options = new() { Refit = !call.Get(_noRefit) };
        if (call.Value(_layers) is { } layers)
        {
            int most = layers.Whole(layout.Layers, NetworkSpec.MostLayers);
            options = options with
            {
                MostLayers = most == layout.Layers || shared ? most
                    : throw new UsageException($"--layers {most}: this network has {layout.Layers} layers of different weights, and only shared weights go on past the last."),
            };
        }

        if (shared && (call.Has(_criteria) || call.Has(_randomOrders)))
        {
            throw new UsageException("With shared weights every layer dropped leaves the same network, so there are no criteria to compare; leave out --criteria and --random-orders.");
        }

        if (!options.Refit && call.Has(_refitSamples) && shared)
        {
            throw new UsageException("--refit-samples says what classifiers are fitted on, and --no-refit fits none; leave one out.");
        }

        DropCriterion[] criteria = call.Value(_criteria) is { } names
            ? [.. names.Words().Distinct().Select(word => CriterionName.Parse(new(names.Option, word)))]
            : [.. options.Criteria];
        if (call.Has(_randomOrders) && !criteria.Contains(DropCriterion.Random))
        {
            throw new UsageException("--random-orders belongs to the criterion random, which was not asked for.");
        }

        return options with
        {
            Criteria = criteria,
            RandomOrders = call.Value(_randomOrders)?.Whole(1, Most.Repetitions) ?? options.RandomOrders,
            LatencyBatches = call.Value(_batches)?.Wholes(1, Most.Batch) ?? options.LatencyBatches,
            LatencyRounds = call.Value(_rounds)?.Whole(1, Most.Repetitions) ?? options.LatencyRounds,
        };
    }

    private static void Show(IAnsiConsole console, RunFolder run, FrontierResult result)
    {
        bool refit = result.FitImages > 0;
        int[] batches = [.. result.Points[0].Latency.Select(one => one.Batch)];
        console.Write(Tables.Of(
            ["Layers", "Error", .. refit ? ["Refitted"] : Array.Empty<string>(), "FLOP/image", "Parameters", "Model", .. batches.Select(batch => $"Batch {batch}")],
            result.Points.Select(point => (string[])
            [
                point.Layers > result.Depth ? $"{point.Layers} (rollout)" : point.Layers == result.Depth ? $"{point.Layers} (whole)" : $"{point.Layers}",
                Readable.Percent(point.Error),
                .. refit ? [Readable.Percent(point.RefitError!.Value)] : Array.Empty<string>(),
                Readable.Operations(point.Flops),
                $"{point.Parameters:N0}",
                Readable.Bytes(point.Bytes),
                .. point.Latency.Select(one => Milliseconds(one.Median)),
            ])));
        console.WriteLine($"Errors on {result.TestImages:N0} test images{(refit ? $"; classifiers refitted on {result.FitImages:N0} training images, layers frozen" : "")}.");
        console.WriteLine($"Latency: median of {result.Points[0].Latency.FirstOrDefault()?.Rounds ?? 0} interleaved rounds, {result.Threads} threads, from the embedded image to the logits.");
        if (result.SharedWeights)
        {
            console.WriteLine("Weights are shared: every layer dropped leaves the same network, so no criteria are compared.");
        }
        else if (result.Criteria.Length > 0)
        {
            IGrouping<DropCriterion, CriterionCurve>[] criteria = [.. result.Criteria.GroupBy(curve => curve.Ranking.Criterion)];
            console.Write(Tables.Of(
                ["Left", .. criteria.Select(curves => CriterionName.Of(curves.Key).Replace('-', ' ') + (curves.Count() > 1 ? $" (mean of {curves.Count()})" : ""))],
                Enumerable.Range(1, result.Depth).Select(k => (string[])[$"{k}", .. criteria.Select(curves => Readable.Percent(curves.Average(curve => curve.Error[k - 1])))])));
            console.WriteLine($"Test error with k layers left, by the criterion for those dropped; layers scored once, on {result.ScoreImages:N0} training images.");
        }

        console.WriteLine($"Stored in {Path.Combine(run.Path, "results", ResultName + ".json")}");
    }

    private static string Milliseconds(double seconds) => (1000 * seconds).ToString("G3", CultureInfo.InvariantCulture) + " ms";
}
