using Residua.Analysis;
using Residua.App.Analyses;
using Residua.Runs;
using Residua.Systems;

namespace Residua.App.Explorer.Services;

/// <summary>What a run's neurons do through depth: by class where `class-trajectories` was done, or else over all samples by `unroll`.</summary>
public sealed class TrajectoryData
{
    private readonly ClassTrajectoriesResult? _classes;
    private readonly Dictionary<(Signals Signal, int? Class), NeuronSeries> _series = [];
    private readonly Lock _gate = new();

    /// <summary>Takes results as they were stored; one of them must be there.</summary>
    /// <exception cref="InvalidDataException">An array has not the length that its result says.</exception>
    public TrajectoryData(ClassTrajectoriesResult? classes, UnrollResult? unroll)
    {
        (_classes, Unroll) = (classes, unroll);
        if (classes is null)
        {
            (TrainedDepth, Depth, Split, Layers, Neurons, Samples) = (unroll!.TrainedDepth, unroll.Depth, unroll.Split, unroll.Layers, unroll.Neurons, [unroll.Samples]);
            Require("unroll", Layers.Count * Neurons, unroll.Mean, unroll.Deviation);
            _series[(Signals.Residual, null)] = new(unroll.Mean, unroll.Deviation, 0, Neurons);
            return;
        }

        (TrainedDepth, Depth, Split, Layers, Neurons, Samples) = (classes.TrainedDepth, classes.Depth, classes.Split, classes.Layers, classes.Neurons, classes.Samples);
        foreach (Signals signal in new[] { Signals.State, Signals.Residual, Signals.PreActivation })
        {
            (float[] mean, float[] deviation) = classes.Of(signal);
            Require("class-trajectories", Layers.Count * Samples.Count * Neurons, mean, deviation);
            foreach (int c in Classes)
            {
                _series[(signal, c)] = new(mean, deviation, c * Neurons, Samples.Count * Neurons);
            }
        }
    }

    /// <summary>T, the last trained layer.</summary>
    public int TrainedDepth { get; }

    /// <summary>The last layer run.</summary>
    public int Depth { get; }

    /// <summary>"test" or "train".</summary>
    public string Split { get; }

    /// <summary>The layers kept, ascending; [L].</summary>
    public IReadOnlyList<int> Layers { get; }

    /// <summary>N.</summary>
    public int Neurons { get; }

    /// <summary>Samples of each class, [C]; of all together where nothing is known of classes, [1].</summary>
    public IReadOnlyList<int> Samples { get; }

    /// <summary>Whether classes are apart, and all signals are there.</summary>
    public bool HasClasses => _classes is not null;

    /// <summary>The classes that have samples; none where nothing is known of classes.</summary>
    public IEnumerable<int> Classes => HasClasses ? Enumerable.Range(0, Samples.Count).Where(c => Samples[c] > 0) : [];

    /// <summary>What `unroll` stored; null where it was not done.</summary>
    public UnrollResult? Unroll { get; }

    /// <summary>Reads what a run holds; null where it holds neither result.</summary>
    public static TrajectoryData? Load(RunCard run)
    {
        RunFolder folder = RunFolder.Open(run.Path);
        ClassTrajectoriesResult? classes = folder.Results.Contains("class-trajectories") ? new ClassTrajectoriesAnalysis().Load(folder) : null;
        UnrollResult? unroll = folder.Results.Contains("unroll") ? new UnrollAnalysis().Load(folder) : null;
        return classes is null && unroll is null ? null : new(classes, unroll);
    }

    /// <summary>A signal within a class, or over all samples.</summary>
    public NeuronSeries Of(Signals signal, int? c)
    {
        lock (_gate)
        {
            return _series.TryGetValue((signal, c), out NeuronSeries? known) ? known : _series[(signal, c)] = Merged(signal);
        }
    }

    // Mean and deviation over all samples from those of classes: the variance is the mean variance within plus the variance of the means.
    private NeuronSeries Merged(Signals signal)
    {
        float[] means = new float[Layers.Count * Neurons], deviations = new float[means.Length];
        (int Count, NeuronSeries Of)[] parts = [.. Classes.Select(c => (Samples[c], _series[(signal, c)]))];
        double all = parts.Sum(part => part.Count);
        for (int at = 0; at < means.Length; at++)
        {
            (int l, int i) = (at / Neurons, at % Neurons);
            double mean = 0, variance = 0;
            foreach ((int count, NeuronSeries part) in parts)
            {
                mean += count / all * part.Mean(l, i);
            }

            foreach ((int count, NeuronSeries part) in parts)
            {
                double apart = part.Mean(l, i) - mean, within = part.Deviation(l, i);
                variance += count / all * ((within * within) + (apart * apart));
            }

            (means[at], deviations[at]) = ((float)mean, (float)Math.Sqrt(variance));
        }

        return new(means, deviations, 0, Neurons);
    }

    private static void Require(string name, int length, params float[][] arrays)
    {
        if (arrays.FirstOrDefault(array => array.Length != length) is { } wrong)
        {
            throw new InvalidDataException($"The arrays of the result {name} do not go with it: {wrong.Length} numbers where {length} belong. Do the analysis again.");
        }
    }
}
