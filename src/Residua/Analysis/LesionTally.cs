using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Gathers what lesions of one kind do, layer by layer and draw by draw.</summary>
internal sealed class LesionTally(int depth, int samples, int draws)
{
    private readonly double[] _error = new double[depth], _changed = new double[depth];
    private readonly int[] _undecided = new int[depth];
    private readonly double[][] _change = [.. Enumerable.Range(0, depth).Select(_ => new double[samples])];

    /// <summary>Adds the logits after one draw of a lesion of layer s.</summary>
    public void Add(int s, Tensor logits, IntactAnswers intact)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor predictions = Decision.Classes(logits);
        _undecided[s - 1] += Decision.Undecided(predictions);
        _error[s - 1] += predictions.ne(intact.Labels).to(float64).mean().item<double>() / draws;
        _changed[s - 1] += predictions.ne(intact.Predictions).to(float64).mean().item<double>() / draws;
        double[] change = (logits - intact.Logits).to(float64).norm(1).cpu().data<double>().ToArray();
        for (int n = 0; n < samples; n++)
        {
            _change[s - 1][n] += change[n] / draws;
        }
    }

    /// <summary>The sum of it, beside what was predicted for some of the samples.</summary>
    public LesionEffect Effect(LesionKind kind, LesionPredictions predictions, int[] predicted)
    {
        double[] change = [.. _change.Select(values => values.Average())];
        (double Low, double High)[] error = [.. _error.Select(share => ProportionInterval.Wilson95(share, samples))];
        (double Low, double High)[] changed = [.. _changed.Select(share => ProportionInterval.Wilson95(share, samples))];
        return new()
        {
            Kind = kind,
            Draws = draws,
            Error = _error,
            ErrorLow = [.. error.Select(interval => interval.Low)],
            ErrorHigh = [.. error.Select(interval => interval.High)],
            Undecided = _undecided,
            Changed = _changed,
            ChangedLow = [.. changed.Select(interval => interval.Low)],
            ChangedHigh = [.. changed.Select(interval => interval.High)],
            LogitChange = change,
            LogitChangeDeviation = [.. _change.Select((values, i) => Math.Sqrt(values.Average(value => (value - change[i]) * (value - change[i]))))],
            FirstOrder = predictions.FirstOrder(kind),
            Correlations = predictions.Correlations(kind, change, [.. predicted.SelectMany(n => _change.Select(values => values[n]))]),
        };
    }
}
