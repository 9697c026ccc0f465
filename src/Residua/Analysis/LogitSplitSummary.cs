namespace Residua.Analysis;

/// <summary>Gathers <see cref="LogitAttributionResult"/> sample by sample.</summary>
internal sealed class LogitSplitSummary(int layers, int classes, int samples)
{
    private readonly int _steps = layers + 1;
    private readonly int[] _counts = new int[classes];
    private readonly int[] _labels = new int[samples];
    private readonly int[] _predictions = new int[samples];
    private readonly int[] _decisions = new int[samples];
    private readonly double[] _margins = new double[samples * (layers + 1)];
    private readonly double[] _parts = new double[classes * classes * (layers + 1)];
    private readonly double[] _other = new double[classes * (layers + 1)];
    private readonly double[] _otherBias = new double[classes];
    private readonly int[] _largest = new int[classes * (layers + 1)];
    private readonly int[] _negative = new int[layers + 1];
    private readonly int[] _right = new int[layers + 1];
    private readonly double[] _cancelling = new double[samples];
    private readonly int[] _best = new int[samples];

    /// <summary>Adds a sample: its class, and its parts and readouts, [T+1,C].</summary>
    public void Add(int sample, int label, double[] parts, double[] readouts)
    {
        _counts[label]++;
        _labels[sample] = label;
        int[] read = [.. Enumerable.Range(0, _steps).Select(t => Largest(readouts, t, except: -1))];
        int best = Largest(readouts, layers, except: label);
        _predictions[sample] = read[^1];
        _best[sample] = best;
        _decisions[sample] = Array.FindLastIndex(read, prediction => prediction != read[^1]) + 1;

        double against = 0, all = 0;
        int most = 0;
        for (int t = 0; t < _steps; t++)
        {
            for (int c = 0; c < classes; c++)
            {
                _parts[(((label * classes) + c) * _steps) + t] += parts[(t * classes) + c];
            }

            double margin = parts[(t * classes) + label] - parts[(t * classes) + best];
            _margins[(sample * _steps) + t] = margin;
            _other[(label * _steps) + t] += parts[(t * classes) + best];
            _negative[t] += margin < 0 ? 1 : 0;
            _right[t] += read[t] == label ? 1 : 0;
            against += Math.Max(-margin, 0);
            all += Math.Abs(margin);
            most = margin > _margins[(sample * _steps) + most] ? t : most;
        }

        _largest[(label * _steps) + most]++;
        _cancelling[sample] = all > 0 ? against / all : 0;

        // The first of the largest, as argmax has it.
        int Largest(double[] values, int t, int except) =>
            Enumerable.Range(0, classes).Where(c => c != except).MaxBy(c => values[(t * classes) + c]);
    }

    /// <summary>What was gathered.</summary>
    /// <param name="bias">c, [C].</param>
    public LogitAttributionResult Result(double[] bias)
    {
        double[] classMargin = new double[classes * _steps];
        for (int i = 0; i < samples; i++)
        {
            _otherBias[_labels[i]] += bias[_best[i]];
            for (int t = 0; t < _steps; t++)
            {
                classMargin[(_labels[i] * _steps) + t] += _margins[(i * _steps) + t];
            }
        }

        int[] decided = new int[classes * _steps];
        for (int i = 0; i < samples; i++)
        {
            decided[(_labels[i] * _steps) + _decisions[i]]++;
        }

        return new()
        {
            Layers = [.. Enumerable.Range(0, _steps)],
            Samples = _counts,
            Bias = bias,
            OtherBias = Means(_otherBias, 1),
            Contribution = Means(_parts, classes * _steps),
            OtherContribution = Means(_other, _steps),
            MarginContribution = Means(classMargin, _steps),
            LargestAt = _largest,
            ShareNegative = [.. _negative.Select(Share)],
            MeanCancelling = _cancelling.Average(),
            Accuracy = [.. _right.Select(Share)],
            DecidedAt = decided,
            Labels = _labels,
            Predictions = _predictions,
            DecisionLayers = _decisions,
            Margins = _margins,
            Cancelling = _cancelling,
        };
    }

    private double Share(int number) => number / (double)samples;

    // Sums by class to means; a class without samples has none (NaN).
    private double[] Means(double[] sums, int width) => [.. sums.Select((sum, i) => sum / _counts[i / width])];
}
