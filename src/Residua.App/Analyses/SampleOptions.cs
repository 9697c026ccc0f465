using System.CommandLine;
using Residua.Analysis;
using Residua.App.Commands;
using Residua.App.Specs;
using Residua.Data;

namespace Residua.App.Analyses;

/// <summary>How the user chooses the samples of an analysis: as many of each class, drawn with the seed.</summary>
/// <param name="share">The share of the samples that each analysis needs, to be content with where the user does not say; none of 200 or fewer.</param>
internal sealed class SampleOptions(double share = 1)
{
    private const int Few = 200;

    private readonly Option<string> _samples = new("--samples") { HelpName = "NUMBER", Description = "Samples in all, as many of each class [default: what each analysis needs]" };
    private readonly Option<string> _split = new("--split") { HelpName = "test|train", Description = "Images to draw from [default: test, or train where test has too few of a class]" };

    public IReadOnlyList<Option> All => [_samples, _split];

    /// <summary>The share of the samples that each analysis needs, to be content with.</summary>
    public double Share => share;

    /// <summary>How many samples to take where an analysis needs some and the user does not say.</summary>
    public int Default(int needed) => needed <= Few ? needed : Math.Max(Few, (int)(needed * share));

    /// <summary>Draws them, and says from which images; the seed is the run's unless the user gives one.</summary>
    public (ImageSet Images, string Split) Draw(Invocation call, DataSet data, int samples, int runSeed)
    {
        int perClass = PerClass(call, data, samples);
        string split = call.Value(_split)?.OneOf("test", "train") ?? (Enough(data.Test, perClass) ? "test" : "train");
        return (Samples.Balanced(split == "test" ? data.Test : data.Train, perClass, call.Seed ?? runSeed), split);
    }

    /// <summary>How many of each class are drawn.</summary>
    public int PerClass(Invocation call, DataSet data, int samples)
    {
        samples = call.Value(_samples)?.Whole(1, Most.Samples) ?? Default(samples);
        return (int)(((long)samples + data.Test.Classes - 1) / data.Test.Classes);
    }

    private static bool Enough(ImageSet images, int perClass) =>
        Enumerable.Range(0, images.Classes).All(c => images.Labels.Count(label => label == c) >= perClass);
}
