using System.CommandLine;
using System.Globalization;
using Residua.App.Commands;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Residua.Systems;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>What analyses work on, and what they share.</summary>
/// <param name="invocation">The user's options, and the wish to stop.</param>
/// <param name="run">The run, which keeps the results.</param>
/// <param name="network">Its network.</param>
/// <param name="weights">The SHA-256 of the network's weights.</param>
/// <param name="data">Its images, pooled as it takes them.</param>
/// <param name="choice">How the user chooses samples.</param>
/// <param name="deepDepth">Layers to which shared weights are rolled out where the user does not say.</param>
internal sealed class AnalysisCall(
    Invocation invocation, RunFolder run, LayeredNetwork network, string weights, DataSet data, SampleOptions choice, int deepDepth = AnalysisCall.DeepDepth) : IDisposable
{
    /// <summary>The paper's long rollout.</summary>
    public const int DeepDepth = 1000;

    /// <summary>Below this |f'| a neuron does not answer to its input.</summary>
    public const double DefaultSaturation = 1e-6;

    private const double LargestSlope = 0.25; // of the logistic f, at 0: from there on all neurons are saturated

    private readonly Dictionary<int, DeepResiduals> _deep = []; // by samples of a class
    private string? _settings; // of the analysis under way

    public Invocation Invocation => invocation;

    public RunFolder Run => run;

    public LayeredNetwork Network => network;

    public DataSet Data => data;

    public CancellationToken Stop => invocation.Stop;

    /// <summary>Where the share done of the analysis under way is told; in [0,1].</summary>
    public Action<double> Progress { get; set; } = _ => { };

    /// <summary>The deep layer: as the user says, or 1000 with shared weights and the last with others.</summary>
    public int Depth => invocation.Value(SharedOptions.Depth)?.Whole(1, Most.Layers) ?? (network.IsAutonomous ? deepDepth : network.Depth);

    /// <summary>A neuron is saturated where |f'| is at most this.</summary>
    /// <exception cref="UsageException">The user's threshold is none.</exception>
    public double Saturation => (invocation.Value(SharedOptions.Saturation)?.Number(-Most.Real, Most.Real) ?? DefaultSaturation) is var threshold and > 0 and < LargestSlope
        ? threshold
        : throw new UsageException($"{SharedOptions.Saturation.Name} wants a number above 0 and below 0.25, the largest slope of the logistic function.");

    /// <summary>The seed of samples and of what analyses draw.</summary>
    public int Seed => invocation.Seed ?? run.Spec.Seed;

    /// <summary>The samples to analyse, and whether they are "test" or "train" images.</summary>
    /// <param name="samples">How many in all, as many of each class, where the user does not say.</param>
    public (ImageSet Images, string Split) Samples(int samples) => choice.Draw(invocation, data, samples, run.Spec.Seed);

    /// <summary>How many samples of an analysis' own option to take where the user does not say.</summary>
    public int DefaultSamples(int needed) => choice.Default(needed);

    /// <summary>x(0) of images, [B,N].</summary>
    public torch.Tensor Embed(ImageSet images)
    {
        using torch.Tensor pixels = ImageTensors.Pixels(images, [.. Enumerable.Range(0, images.Count)], network.Type, network.Device);
        return network.Embed(pixels);
    }

    /// <summary>The class of each image.</summary>
    public static int[] Classes(ImageSet images) => [.. images.Labels.Select(label => (int)label)];

    /// <summary>Where the share done is told of what follows <see cref="Deep"/>, which is taken for the first half.</summary>
    public void ProgressAfterDeep(double share) => Progress(0.5 + (0.5 * share));

    /// <summary>The residuals of samples at layer <see cref="Depth"/>, computed once for all analyses that come to as many.</summary>
    /// <param name="samples">How many in all, as for <see cref="Samples"/>.</param>
    public DeepResiduals Deep(int samples)
    {
        int perClass = choice.PerClass(invocation, data, samples);
        if (!_deep.TryGetValue(perClass, out DeepResiduals? deep))
        {
            (ImageSet images, string split) = Samples(samples);
            using torch.Tensor x0 = Embed(images);
            Recording record = new() { Signals = Signals.Residual | Signals.PreActivation, SignalLayers = Depth == 1 ? LayerSelection.Only(1) : LayerSelection.Only(Depth - 1, Depth) };
            using Trajectory trajectory = Rollout.Run(network, x0, Depth, record, progress: share => Progress(0.5 * share), cancellation: Stop);
            torch.Tensor At(Signals signal, int record)
            {
                using torch.Tensor view = trajectory[signal].select(0, record);
                return view.clone();
            }

            deep = new(
                Depth, At(Signals.Residual, -1), Depth == 1 ? x0.clone() : At(Signals.Residual, 0), At(Signals.PreActivation, -1), trajectory.FinalState.clone(), Classes(images), split);
            _deep[perClass] = deep;
        }

        return deep;
    }

    /// <summary>Does an analysis; its settings are taken before it, for another run may be in training.</summary>
    public AnalysisOutcome Do(RunAnalysis analysis)
    {
        _settings = Settings(analysis);
        return analysis.Run(this);
    }

    /// <summary>Stores an analysis' result in the run, with how it was asked for.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <param name="result">Its record, for JSON.</param>
    /// <param name="arrays">Large arrays, for an .npz beside it.</param>
    /// <param name="name">The result's name where it is not the analysis'.</param>
    public void Store<T>(RunAnalysis analysis, T result, IReadOnlyDictionary<string, NpyArray>? arrays = null, string? name = null) =>
        run.WriteResult(name ?? analysis.Name, result, arrays, _settings ?? Settings(analysis));

    /// <summary>What a result depends on: the analysis' version, the weights, those of another run, seed, depth, the share of samples, and the options given that bear on it.</summary>
    /// <exception cref="IOException">The other run is not there.</exception>
    /// <exception cref="InvalidDataException">The other run is damaged.</exception>
    public string Settings(RunAnalysis analysis)
    {
        IEnumerable<string> other = analysis.Options.Contains(SharedOptions.With) && OtherRun.Given(this) is { } compared ? [$"other weights {compared.WeightsSha256()}"] : [];
        IEnumerable<string> given = analysis.Options.Concat(analysis.DrawsSamples ? choice.All : []).OfType<Option<string>>()
            .Where(option => option != SharedOptions.Depth && invocation.Has(option))
            .Select(option => $"{option.Name} {invocation.Get(option)}");
        IEnumerable<string> depth = analysis.Options.Contains(SharedOptions.Depth) ? [Invariant($"depth {Depth}")] : [];
        IEnumerable<string> share = choice.Share == 1 ? [] : [Invariant($"share of samples {choice.Share}")];
        return string.Join("; ", [Invariant($"version {analysis.Version}"), $"weights {weights}", .. other, Invariant($"seed {Seed}"), .. depth, .. share, .. given.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Whether the run holds an analysis' result, whole, for the same settings.</summary>
    public bool Holds(RunAnalysis analysis)
    {
        try
        {
            if (!run.Results.Contains(analysis.Name) || run.ResultSettings(analysis.Name) != Settings(analysis))
            {
                return false;
            }

            analysis.Load(run);
            return true;
        }
        catch (Exception failure) when (StoredResults.IsDamage(failure))
        {
            return false; // damaged, or of an older program: made again
        }
    }

    public void Dispose()
    {
        foreach (DeepResiduals deep in _deep.Values)
        {
            deep.Dispose();
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
