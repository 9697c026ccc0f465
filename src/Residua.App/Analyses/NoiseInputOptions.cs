using System.CommandLine;
using Residua.App.Specs;
using Residua.Data;
using Residua.Systems;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>What noise enters the input, and where: options of all analyses of noise.</summary>
internal static class NoiseInputOptions
{
    private static readonly Option<string> s_target = new("--noise-target") { HelpName = "pixels|all", Description = "Where noise enters: the pixels, or all neurons of x(0) [default: pixels]" };

    private static readonly Option<string> s_clip = new("--noise-clip")
    {
        HelpName = "true|false",
        Description = "Clip the noisy input to [0,1] [default: false]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> s_range = new("--noise-range") { HelpName = "symmetric|positive", Description = "Uniform noise on [-a,a] or on [0,a] [default: symmetric]" };

    private static readonly Option<string> s_distribution = new("--noise-distribution")
    {
        HelpName = "uniform|gaussian",
        Description = "Distribution of the noise; the gaussian has the uniform's standard deviation, a/√3 [default: uniform]",
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } = [s_target, s_clip, s_range, s_distribution];

    /// <summary>The noise asked for, with the seed of the analysis.</summary>
    public static InputNoise Read(AnalysisCall call)
    {
        bool gaussian = call.Invocation.Value(s_distribution)?.OneOf("uniform", "gaussian") == "gaussian";
        bool positive = call.Invocation.Value(s_range)?.OneOf("symmetric", "positive") == "positive";
        if (gaussian && positive)
        {
            throw new UsageException("--noise-range positive goes with uniform noise, not with --noise-distribution gaussian.");
        }

        return new()
        {
            Distribution = gaussian ? NoiseDistribution.Gaussian : positive ? NoiseDistribution.PositiveUniform : NoiseDistribution.Uniform,
            Target = call.Invocation.Value(s_target)?.OneOf("pixels", "all") == "all" ? NoiseTarget.All : NoiseTarget.Pixels,
            Clip = call.Invocation.Value(s_clip)?.Truth() ?? false,
            Seed = call.Seed,
        };
    }

    /// <summary>Amplitudes as an option gives them; null where it was not given.</summary>
    /// <exception cref="UsageException">There are none, one is not positive, or they do not ascend.</exception>
    public static IReadOnlyList<double>? Amplitudes(AnalysisCall call, Option<string> option) => call.Invocation.Value(option)?.Numbers(0, Most.Real) switch
    {
        null => null,
        { Count: > 0 } given when given[0] > 0 && given.Zip(given.Skip(1), (a, b) => a < b).All(ascends => ascends) => given,
        _ => throw new UsageException($"{option.Name} wants positive numbers, ascending, with commas between them."),
    };

    /// <summary>Clean pixels of images, [B,P].</summary>
    public static torch.Tensor Pixels(AnalysisCall call, ImageSet images) =>
        ImageTensors.Pixels(images, [.. Enumerable.Range(0, images.Count)], call.Network.Type, call.Network.Device);
}
