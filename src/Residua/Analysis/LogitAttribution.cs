using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// The exact split of the logits by layer. As x(T) = x(0) + Σ y(t), the logits are K x(T) + c = K x(0) + Σ K y(t) + c, a sum
/// of what the input (t = 0), each layer (t = 1..T) and the bias put in; with x(t) = a x(t-1) + y(t), layer t puts in
/// a^(T-t) K y(t). And K x(t) + c reads the state out after every layer.
/// </summary>
/// <remarks>
/// <para>
/// Source: paper, section 8 ("ResNets integrate samples of the residuals from each layer"). Reading intermediate states by
/// the last layer's classifier is known as the logit lens (nostalgebraist 2020).
/// </para>
/// <para>
/// The split is exact, but no account of causes: without layer t the layers after it would do something else (a lesion
/// tells that). Splits of single logits move with any vector added to all rows of K; margins do not.
/// </para>
/// </remarks>
public static class LogitAttribution
{
    private const int Batch = 500;

    /// <summary>Splits the logits of all samples.</summary>
    /// <param name="map">A network that carries its state on.</param>
    /// <param name="classifier">K, [C,N].</param>
    /// <param name="classifierBias">c, [C]; null without one.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="classes">The class of each sample, [B], 0..C-1.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <exception cref="ArgumentException">
    /// The network carries nothing on, so that its last layer makes the logits alone; there are fewer than two classes;
    /// samples and classes do not go together; or a signal is not finite.
    /// </exception>
    public static LogitAttributionResult Run(
        IDenseMap map, Tensor classifier, Tensor? classifierBias, Tensor x0, IReadOnlyList<int> classes, CancellationToken cancellation = default)
    {
        int count = (int)classifier.shape[0], samples = classes.Count;
        if (map.Carry == 0)
        {
            throw new ArgumentException("The network carries no state from layer to layer, so its last layer makes the logits alone.", nameof(map));
        }

        if (count < 2)
        {
            throw new ArgumentException("A margin needs two classes or more.", nameof(classifier));
        }

        ClassRows.Require(x0, classes, count);
        ClassRows.RequireFinite(x0, "initial state");
        LogitSplitSummary summary = new(map.Depth, count, samples);
        for (int start = 0; start < samples; start += Batch)
        {
            int end = Math.Min(start + Batch, samples);
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            Tensor rows = x0.narrow(0, start, end - start);
            (Tensor parts, Tensor readouts) = Split(map, classifier, classifierBias, rows, cancellation);
            ClassRows.RequireFinite(parts, "split of the logits");
            double[] partValues = Doubles(parts), readoutValues = Doubles(readouts);
            int width = (map.Depth + 1) * count;
            for (int i = start; i < end; i++)
            {
                Range own = ((i - start) * width)..((i - start + 1) * width);
                summary.Add(i, classes[i], partValues[own], readoutValues[own]);
            }
        }

        double[] bias = classifierBias is null ? new double[count] : Doubles(classifierBias);
        return summary.Result(bias);
    }

    /// <summary>The split itself, in float64.</summary>
    /// <param name="map">A network that carries its state on.</param>
    /// <param name="classifier">K, [C,N].</param>
    /// <param name="classifierBias">c, [C]; null without one.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <returns>
    /// Parts [B,T+1,C], of the input and of each layer, whose sum and c are the logits; and readouts [B,T+1,C], K x(t) + c.
    /// </returns>
    public static (Tensor Parts, Tensor Readouts) Split(
        IDenseMap map, Tensor classifier, Tensor? classifierBias, Tensor x0, CancellationToken cancellation = default)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor transposed = classifier.to(float64).t(); // [N,C]
        Recording record = new() { Signals = Signals.Residual };
        using Trajectory trajectory = Rollout.Run(map, x0, map.Depth, record, cancellation: cancellation);
        Tensor readout = x0.to(float64).mm(transposed); // [B,C]
        List<Tensor> parts = [readout.Mul(Math.Pow(map.Carry, map.Depth))], readouts = [readout];
        for (int t = 1; t <= map.Depth; t++)
        {
            Tensor own = trajectory[Signals.Residual].select(0, t - 1).to(float64).mm(transposed);
            readout = readout.Mul(map.Carry).Add(own);
            parts.Add(own.Mul(Math.Pow(map.Carry, map.Depth - t)));
            readouts.Add(readout);
        }

        Tensor read = stack(readouts, 1); // [B,T+1,C]
        read = classifierBias is null ? read : read.Add(classifierBias.to(float64));
        return (stack(parts, 1).MoveToOuterDisposeScope(), read.MoveToOuterDisposeScope());
    }

    private static double[] Doubles(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        return values.to(float64).cpu().contiguous().data<double>().ToArray();
    }
}
