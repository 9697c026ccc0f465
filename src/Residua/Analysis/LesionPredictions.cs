using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>What the linearised network foretells of lesions, sample by sample and layer by layer.</summary>
/// <remarks>
/// ‖Δlogits‖ ≈ ‖S(s) Δ‖ with Δ the change of x(s) that the lesion makes: x(s-1) - x(s) where the layer is removed; for noise
/// the root mean square over its draws, size ‖y(s)‖ ‖S‖_F / √N for a random direction, and
/// size ‖W‖_F ‖x(s-1)‖ / N · ‖S diag(f')‖_F for a random matrix.
/// </remarks>
internal sealed class LesionPredictions
{
    private readonly Dictionary<LesionKind, double[]> _firstOrder;
    private readonly SensitivityResult _sensitivity;

    private LesionPredictions(SensitivityResult sensitivity, Dictionary<LesionKind, double[]> firstOrder) =>
        (_sensitivity, _firstOrder) = (sensitivity, firstOrder);

    private int Samples => _sensitivity.Samples;

    private int Depth => _sensitivity.Depth;

    /// <summary>Linearises along the samples given, [P,N].</summary>
    public static LesionPredictions Along(IDenseMap map, Tensor classifier, Tensor x0, LesionOptions options, CancellationToken cancellation)
    {
        SensitivityOptions only = new() { Saturation = options.Saturation, SingularSamples = 0 };
        int depth = map.Depth;
        Dictionary<LesionKind, double[]> firstOrder = options.Kinds.Distinct().ToDictionary(kind => kind, _ => new double[x0.shape[0] * depth]);
        return new(Sensitivity.Run(map, classifier, x0, only, Add, progress: null, cancellation), firstOrder);

        void Add(int start, int s, Tensor rows, LayerJacobians jacobians)
        {
            foreach ((LesionKind kind, double[] values) in firstOrder.Where(_ => s > 0))
            {
                using DisposeScope scope = NewDisposeScope();
                double[] effects = Effect(kind, s, rows, jacobians).cpu().contiguous().data<double>().ToArray();
                for (int n = 0; n < effects.Length; n++)
                {
                    values[((start + n) * depth) + s - 1] = effects[n];
                }
            }
        }

        // [P] of S(s) = rows [C,P,N].
        Tensor Effect(LesionKind kind, int s, Tensor rows, LayerJacobians jacobians) => kind switch
        {
            LesionKind.Skip => (rows * (jacobians.State(s - 1) - jacobians.State(s))).sum(2).norm(0),
            LesionKind.ResidualNoise => (jacobians.Residual(s).norm(1).Mul(options.Size) * rows.Square().sum(2).sum([0]).sqrt()).Div(Math.Sqrt(jacobians.Neurons)),
            _ => (jacobians.Weight(s).norm().Mul(options.Size) * jacobians.State(s - 1).norm(1)).Div(jacobians.Neurons)
                * (rows * jacobians.Derivative(s)).Square().sum(2).sum([0]).sqrt(),
        };
    }

    /// <summary>The mean over samples of the first order, for s = 1..T.</summary>
    public double[] FirstOrder(LesionKind kind) => [.. Enumerable.Range(1, Depth).Select(s => At(_firstOrder[kind], Depth, s - 1).Average())];

    /// <summary>Rank correlations with the change of logits that was measured.</summary>
    /// <param name="kind">The kind of lesion.</param>
    /// <param name="byLayer">Mean ‖Δlogits‖ over all samples, [T].</param>
    /// <param name="bySample">‖Δlogits‖ of the prediction samples, [P,T].</param>
    public LesionCorrelation[] Correlations(LesionKind kind, double[] byLayer, double[] bySample)
    {
        return
        [
            Correlation("first order", _firstOrder[kind], Depth, 0),
            Correlation("largest gain of S(s)", _sensitivity.LargestGains, Depth + 1, 1),
            Correlation("log |det M'(s)|", _sensitivity.Log10Determinants, Depth + 1, 1),
            // The printed product at s is the strict one at s - 1 (errata, eq. 9–10).
            Correlation("largest gain, printed product", _sensitivity.LargestGains, Depth + 1, 0),
            Correlation("log |det|, printed product", _sensitivity.Log10Determinants, Depth + 1, 0),
        ];

        // Of values [P,width], the one of layer s at offset + s - 1.
        LesionCorrelation Correlation(string name, double[] values, int width, int offset)
        {
            int[] layers = [.. Enumerable.Range(0, Depth)];
            double[] within = [.. layers.Select(i => RankCorrelation.Spearman(At(values, width, offset + i), At(bySample, Depth, i))).Where(double.IsFinite)];
            return new(
                name,
                RankCorrelation.Spearman([.. layers.Select(i => At(values, width, offset + i).Average())], byLayer),
                within.DefaultIfEmpty(double.NaN).Average());
        }
    }

    private double[] At(double[] values, int width, int column) => [.. Enumerable.Range(0, Samples).Select(n => values[(n * width) + column])];
}
