using Residua.Dynamics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Where the search for fixed points starts: at samples, then at the mean of y over all samples of each class.</summary>
/// <param name="Z">z of the samples and then of the means, [B+M,N], float64.</param>
/// <param name="Labels">The class of each; [B+M].</param>
/// <param name="Samples">B.</param>
/// <param name="Averaged">Samples that each mean is over; [M].</param>
internal sealed record StartStates(Tensor Z, int[] Labels, int Samples, int[] Averaged) : IDisposable
{
    /// <summary>M.</summary>
    public int Means => Averaged.Length;

    /// <summary>B + M.</summary>
    public int Count => Labels.Length;

    /// <summary>The first samples of each class, in their order, and the means.</summary>
    /// <param name="weights">The network.</param>
    /// <param name="logistic">Whether f is, so that ȳ has a z of its own; if not the mean is taken a layer on, from ȳ.</param>
    /// <param name="z">z of all samples, [B,N].</param>
    /// <param name="classes">The class of each.</param>
    /// <param name="perClass">Samples of each class.</param>
    public static StartStates Of(PreActivationMap weights, bool logistic, Tensor z, IReadOnlyList<int> classes, int perClass)
    {
        using DisposeScope scope = NewDisposeScope();
        int[] rows = [.. classes.Index().GroupBy(pair => pair.Item).SelectMany(group => group.Take(perClass)).Select(pair => pair.Index).Order()];
        int[] present = [.. classes.Distinct().Order()];
        long[][] members = [.. present.Select(c => ClassRows.Of(classes, c))];
        Tensor Rows(long[] chosen) => z.index_select(0, tensor(chosen, device: z.device)).to(float64);
        Tensor Mean(Tensor own)
        {
            if (logistic)
            {
                return LogisticMean.Of(own).unsqueeze(0);
            }

            Tensor y = weights.Residual(own).mean([0], keepdim: true);
            return weights.Next(y, y); // only a perceptron has another f, and its next z does not depend on z
        }

        Tensor states = cat([Rows([.. rows.Select(row => (long)row)]), .. members.Select(own => Mean(Rows(own)))]);
        return new(states.MoveToOuterDisposeScope(), [.. rows.Select(row => classes[row]), .. present], rows.Length, [.. members.Select(own => own.Length)]);
    }

    public void Dispose() => Z.Dispose();
}
