using System.CommandLine;
using Residua.Analysis;
using Residua.App.Commands;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Noise in the input against the final state and the answers.</summary>
internal sealed class NoiseAnalysis() : RunAnalysis("noise", "noise-to-signal ratio, cosine and errors against the noise in the input (Figure 4)")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 1000;

    private readonly Option<string> _amplitudes = new("--noise-amplitudes") { HelpName = "0.01,0.1,1", Description = "Noise amplitudes, ascending [default: ten from 0.001 to 1, three a decade]" };
    private readonly Option<string> _realisations = new("--noise-realisations") { HelpName = "NUMBER", Description = "Realisations of the noise for each sample [default: 10]" };
    private readonly Option<string> _levels = new("--noise-error-levels") { HelpName = "0.05,0.1", Description = "Errors, as shares, whose amplitudes are looked for, ascending [default: 0.05, 0.1, 0.2 and 0.5]" };
    private readonly Option<string> _norm = new("--noise-norm") { HelpName = "l2|l1|elementwise", Description = "Norm of the noise-to-signal ratio; elementwise is the mean of |noise| / |signal| over neurons [default: l2]" };

    public override IReadOnlyList<Option> Options => [_amplitudes, _realisations, _levels, _norm, SharedOptions.With, .. NoiseInputOptions.All];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        NoiseRobustnessOptions options = Read(call);
        RunFolder? other = OtherRun.Given(call);
        (ImageSet images, string split) = call.Samples(DefaultSamples);
        NoiseRobustnessResult result = Measure(call.Network, part: 0);
        if (other is not null)
        {
            using LayeredNetwork network = other.LoadNetwork(call.Network.Device);
            result = result with { OtherName = OtherRun.NameOf(other, call.Run), Other = Measure(network, part: 1) };
        }

        call.Store(this, result);
        return new(result, [.. Summary(result), .. result.Other is { } beside ? Summary(beside).Prepend(("Beside it", result.OtherName)) : []]);

        NoiseRobustnessResult Measure(LayeredNetwork network, int part)
        {
            using torch.Tensor pixels = ImageTensors.Pixels(images, [.. Enumerable.Range(0, images.Count)], network.Type, network.Device);
            double draws = (double)options.Realisations * images.Count;
            Memory.Require(
                (draws * pixels.shape[1] * pixels.element_size()) + (3 * sizeof(double) * draws * options.Amplitudes.Count), "This noise sweep", "lower --noise-realisations or --samples");
            void Progress(double share) => call.Progress((part + share) / (other is null ? 1 : 2));
            return NoiseRobustness.Measure(network, network, network.Embed, pixels, AnalysisCall.Classes(images), options, Progress, call.Stop) with { Split = split };
        }
    }

    public override NoiseRobustnessResult Load(RunFolder run) => run.ReadResult<NoiseRobustnessResult>(Name);

    private NoiseRobustnessOptions Read(AnalysisCall call)
    {
        NoiseRobustnessOptions standard = new();
        return standard with
        {
            Amplitudes = NoiseInputOptions.Amplitudes(call, _amplitudes) ?? standard.Amplitudes,
            Realisations = call.Invocation.Value(_realisations)?.Whole(1, Most.Repetitions) ?? standard.Realisations,
            ErrorLevels = NoiseInputOptions.Amplitudes(call, _levels) switch
            {
                null => standard.ErrorLevels,
                { } levels when levels[^1] < 1 => levels,
                _ => throw new UsageException($"{_levels.Name} wants shares between 0 and 1: 0.05 is 5 %."),
            },
            Norm = call.Invocation.Value(_norm)?.OneOf("l2", "l1", "elementwise") switch
            {
                null or "l2" => NoiseNorm.L2,
                "l1" => NoiseNorm.L1,
                _ => NoiseNorm.Elementwise,
            },
            Noise = NoiseInputOptions.Read(call),
        };
    }

    private static IEnumerable<(string, string)> Summary(NoiseRobustnessResult result)
    {
        NoiseResponse overall = result.Overall;
        yield return ("Samples", $"{overall.Samples:N0}, {result.Options.Realisations} realisations; error without noise {Readable.Percent(overall.CleanError)}");
        for (int a = 0; a < result.Options.Amplitudes.Count; a++)
        {
            yield return ($"  a = {result.Options.Amplitudes[a]:G4}", $"ratio {overall.Ratio.Mean[a]:G3}, cosine {overall.Cosine.Mean[a]:F4}, error {Readable.Percent(overall.Error.Mean[a])}");
        }

        foreach (ErrorCrossing crossing in result.Crossings)
        {
            yield return ($"Error {Readable.Percent(crossing.Level)}", double.IsFinite(crossing.Amplitude)
                ? $"at a = {crossing.Amplitude:G3} ({crossing.Lower:G3} to {Text(crossing.Upper)})"
                : "not reached");
        }

        static string Text(double amplitude) => double.IsFinite(amplitude) ? $"{amplitude:G3}" : "beyond the largest";
    }
}
