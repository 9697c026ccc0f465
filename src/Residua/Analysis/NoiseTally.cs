using Residua.Systems;

namespace Residua.Analysis;

/// <summary>What was measured for each amplitude, realisation and sample, [A,R,B], and its summaries.</summary>
internal sealed class NoiseTally(IReadOnlyList<double> amplitudes, int realisations, IReadOnlyList<int> classes)
{
    private readonly int _samples = classes.Count;

    /// <summary>The noise-to-signal ratio.</summary>
    internal double[] Ratio { get; } = new double[(long)amplitudes.Count * realisations * classes.Count];

    /// <summary>The cosine of clean and noisy final state.</summary>
    internal double[] Cosine { get; } = new double[(long)amplitudes.Count * realisations * classes.Count];

    /// <summary>1 where misclassified.</summary>
    internal double[] Error { get; } = new double[(long)amplitudes.Count * realisations * classes.Count];

    /// <summary>1 where misclassified without noise; [B].</summary>
    internal double[] CleanError { get; } = new double[classes.Count];

    /// <summary>The summary of some samples.</summary>
    internal NoiseResponse Response(int[] samples) => new(
        samples.Length,
        samples.Length == 0 ? double.NaN : samples.Average(b => CleanError[b]),
        Curve(Ratio, samples),
        Curve(Cosine, samples),
        Curve(Error, samples));

    /// <summary>The amplitude at which the error passes a level, with an interval: samples, within their classes, and realisations are drawn anew.</summary>
    /// <remarks>Source: A. B. Owen, "The pigeonhole bootstrap", Annals of Applied Statistics 1 (2007), for the two factors.</remarks>
    internal ErrorCrossing[] Crossings(IReadOnlyList<double> levels, int replicates, int seed, CancellationToken cancellation)
    {
        ulong random = Seeds.Derive(seed, "noise-bootstrap");
        int[][] members = [.. Enumerable.Range(0, classes.Max() + 1).Select(c => Enumerable.Range(0, _samples).Where(b => classes[b] == c).ToArray())];
        double[][] drawn = [.. levels.Select(_ => new double[replicates])];
        double[] sampleWeight = new double[_samples], realisationWeight = new double[realisations];
        for (int replicate = 0; replicate < replicates; replicate++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(sampleWeight);
            Array.Clear(realisationWeight);
            for (int b = 0; b < _samples; b++)
            {
                int[] own = members[classes[b]];
                sampleWeight[own[Below(own.Length)]]++;
            }

            for (int r = 0; r < realisations; r++)
            {
                realisationWeight[Below(realisations)]++;
            }

            (double[] errors, double clean) = Weighted(sampleWeight, realisationWeight);
            for (int level = 0; level < levels.Count; level++)
            {
                drawn[level][replicate] = ErrorCrossing.Find(amplitudes, errors, clean, levels[level]);
            }
        }

        Array.Fill(sampleWeight, 1);
        Array.Fill(realisationWeight, 1);
        (double[] measured, double cleanError) = Weighted(sampleWeight, realisationWeight);
        return [.. levels.Select((level, l) => new ErrorCrossing(
            level, ErrorCrossing.Find(amplitudes, measured, cleanError, level), Quantile(drawn[l], 0.025), Quantile(drawn[l], 0.975)))];

        int Below(int count)
        {
            random = Seeds.Next(random);
            return (int)Math.BigMul(random, (ulong)count, out _);
        }
    }

    private (double[] Errors, double Clean) Weighted(double[] sampleWeight, double[] realisationWeight)
    {
        double[] errors = new double[amplitudes.Count];
        for (int a = 0; a < amplitudes.Count; a++)
        {
            for (int r = 0; r < realisations; r++)
            {
                if (realisationWeight[r] > 0)
                {
                    errors[a] += realisationWeight[r] * Dot(Error.AsSpan(((a * realisations) + r) * _samples, _samples), sampleWeight);
                }
            }

            errors[a] /= realisations * _samples;
        }

        return (errors, Dot(CleanError, sampleWeight) / _samples);
    }

    private static double Dot(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += values[i] * weights[i];
        }

        return sum;
    }

    // The nearest rank, as between a number and infinity there is nothing to interpolate.
    private static double Quantile(double[] values, double share)
    {
        Array.Sort(values);
        return values.Length == 0 ? double.NaN : values[(int)Math.Round(share * (values.Length - 1))];
    }

    private NoiseCurve Curve(double[] values, int[] samples)
    {
        int count = amplitudes.Count;
        (double[] mean, double[] overSamples, double[] overRealisations) = (new double[count], new double[count], new double[count]);
        for (int a = 0; a < count; a++)
        {
            int start = a * realisations * _samples;
            double[] bySample = [.. samples.Select(b => Enumerable.Range(0, realisations).Average(r => values[start + (r * _samples) + b]))];
            double[] byRealisation = samples.Length == 0 ? [] : [.. Enumerable.Range(0, realisations).Select(r => samples.Average(b => values[start + (r * _samples) + b]))];
            mean[a] = samples.Length == 0 ? double.NaN : bySample.Average();
            (overSamples[a], overRealisations[a]) = (Deviation(bySample), Deviation(byRealisation));
        }

        return new(mean, overSamples, overRealisations);
    }

    private static double Deviation(double[] values)
    {
        if (values.Length < 2)
        {
            return double.NaN;
        }

        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
