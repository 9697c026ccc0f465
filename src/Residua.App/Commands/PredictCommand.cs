using System.CommandLine;
using System.Globalization;
using Residua.Analysis;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Networks;
using Residua.Runs;
using Residua.Systems;
using Spectre.Console;
using TorchSharp;

namespace Residua.App.Commands;

/// <summary>Classifies images from files.</summary>
internal sealed class PredictCommand : Verb
{
    private const int Shown = 50, ShownFiles = 5;

    private readonly Argument<string> _run = new("RUN") { Description = "A run folder" };
    private readonly Option<string> _images = new("--images") { HelpName = "FILE|DIR", Required = true, Description = "IDX (plain or .gz), PNG, JPEG, WebP, GIF, BMP or .npy ([B,H,W] or [B,P], uint8 or float), of the size of the run's images before pooling; or a folder of them" };
    private readonly Option<string> _top = new("--top") { HelpName = "K", Description = "Name the K most probable classes [default: 1]" };
    private readonly Option<bool> _early = new("--early-exit") { Description = "Stop each image once the remaining layers cannot change its class" };
    private readonly Option<string> _tolerance = new("--tolerance") { HelpName = "X", Description = "With --early-exit, also once mean |y(t) - y(t-1)| is at most X, which may change the class" };
    private readonly Option<bool> _csv = new("--csv") { Description = "Print comma-separated values" };

    public PredictCommand()
        : base("predict", "Classify images from files: class, probability, and the layer that decided", Settings.Compute)
    {
        Arguments.Add(_run);
        foreach (Option option in new Option[] { _images, _top, _early, _tolerance, _csv })
        {
            Options.Add(option);
        }
    }

    public override Report Run(Invocation call)
    {
        RunFolder run = RunFolder.Open(call.Get(_run));
        int classes = run.Network.Classes, top = call.Value(_top)?.Whole(1, Most.Repetitions) ?? 1;
        if (top > classes)
        {
            throw new UsageException($"--top {top}: the network tells {classes} classes apart.");
        }

        double? tolerance = call.Value(_tolerance)?.Number(0, Most.Real);
        if (tolerance is not null && !call.Get(_early))
        {
            throw new UsageException("--tolerance says when --early-exit stops, which was not asked for.");
        }

        if (tolerance < 0)
        {
            throw new UsageException($"--tolerance wants 0 or more, not {tolerance}.");
        }

        torch.Device device = Compute.Start(call);
        using LayeredNetwork network = run.LoadNetwork(device);
        string? refusal = DecidedMargin.Refusal(network);
        if (call.Get(_early) && refusal is not null && tolerance is null)
        {
            throw new UsageException($"--early-exit cannot tell when a class is decided: {refusal} Give --tolerance to stop by.");
        }

        (string[] names, torch.Tensor pixels, string[] skipped) = ForeignImages.Read(call.Value(_images)!.Value.Text, network.Spec, run.Spec.Pool, network.Type, device);
        using (pixels)
        {
            if (skipped.Length > 0)
            {
                call.Note($"Note: {skipped.Length:N0} other files of the folder are no images by their names and were not read: {string.Join(", ", skipped.Take(ShownFiles))}{(skipped.Length > ShownFiles ? ", …" : "")}.");
            }

            foreach (string note in UnusualImages.Of(names, pixels, Images.TestAtHand(run.Spec, call)))
            {
                call.Note(note);
            }

            using torch.Tensor x0 = network.Embed(pixels);
            using DecidedMargin? margin = call.Get(_early) && refusal is null ? new(network, network, network.Parameters.Classifier, network.Depth) : null;
            IHalting[] rules = [.. margin is null ? Array.Empty<IHalting>() : [margin], .. tolerance is { } limit ? [new ConvergedResidual(limit)] : Array.Empty<IHalting>()];
            IReadOnlyList<Prediction> predictions = Predictions.Of(network, network, x0, top, rules.Length > 0 ? new AnyHalting(rules) : null, call.Stop);
            int undecided = predictions.Count(one => one.Class == Decision.None);
            if (undecided > 0)
            {
                call.Note($"Note: {undecided:N0} of {names.Length:N0} images have no class, for a logit is not finite.");
            }

            double? layers = call.Get(_early) ? predictions.Average(one => one.LayersRun) : null;
            return new(
                new { run = run.Path, depth = network.Depth, meanLayers = layers, undecided, predictions = names.Zip(predictions, (image, one) => new { image, one.Class, one.Probability, one.DecisionLayer, one.LayersRun, one.StoppedEarly, one.Classes, one.Probabilities }) },
                console =>
                {
                    if (call.Get(_csv))
                    {
                        Csv(console.Profile.Out.Writer, names, predictions, top);
                    }
                    else
                    {
                        Table(console, names, predictions, top, network.Depth, layers);
                    }
                });
        }
    }

    private static void Csv(TextWriter writer, string[] names, IReadOnlyList<Prediction> predictions, int top)
    {
        writer.WriteLine(string.Join(',', ["image", "class", "probability", "decision_layer", "layers_run", .. Enumerable.Range(2, top - 1).SelectMany(k => new[] { $"class_{k}", $"probability_{k}" })]));
        foreach ((string name, Prediction one) in names.Zip(predictions))
        {
            string image = name.AsSpan().IndexOfAny(",\"\n\r") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            writer.WriteLine(string.Join(',',
                one.Class == Decision.None
                    ? [image, "", "", "", $"{one.LayersRun}", .. Enumerable.Repeat("", 2 * (top - 1))]
                    : [image, $"{one.Class}", Number(one.Probability), $"{one.DecisionLayer}", $"{one.LayersRun}", .. Enumerable.Range(1, top - 1).SelectMany(k => new[] { $"{one.Classes[k]}", Number(one.Probabilities[k]) })]));
        }
    }

    private static void Table(IAnsiConsole console, string[] names, IReadOnlyList<Prediction> predictions, int top, int depth, double? layers)
    {
        console.Write(Tables.Of(
            ["Image", "Class", "Probability", "Decided at", .. layers is null ? Array.Empty<string>() : ["Layers run"], .. top > 1 ? ["Next"] : Array.Empty<string>()],
            names.Zip(predictions).Take(Shown).Select(pair => pair.Second.Class == Decision.None ? [pair.First, "none: a logit is not finite"] : (string[])
            [
                pair.First,
                $"{pair.Second.Class}",
                Readable.Percent(pair.Second.Probability),
                pair.Second.DecisionLayer == 0 ? "input" : $"layer {pair.Second.DecisionLayer}",
                .. layers is null ? Array.Empty<string>() : [$"{pair.Second.LayersRun} of {depth}"],
                .. top > 1 ? [string.Join(", ", Enumerable.Range(1, top - 1).Select(k => $"{pair.Second.Classes[k]} ({Readable.Percent(pair.Second.Probabilities[k])})"))] : Array.Empty<string>(),
            ])));
        if (names.Length > Shown)
        {
            console.WriteLine($"… and {names.Length - Shown:N0} more; --csv or --json prints all.");
        }

        if (layers is not null)
        {
            console.WriteLine($"{layers.Value.ToString("F2", CultureInfo.InvariantCulture)} of {depth} layers on average.");
        }
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
