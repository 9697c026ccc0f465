using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>W in float64 with what is asked of its signs again and again.</summary>
internal sealed class SignedWeights : IDisposable
{
    public SignedWeights(Tensor weight, int layer)
    {
        using DisposeScope scope = NewDisposeScope();
        Layer = layer;
        Full = weight.detach().to(float64, weight.device, copy: true).MoveToOuterDisposeScope();
        Others = (Full - diag(Full.diagonal())).MoveToOuterDisposeScope(); // [N,N]
        Positive = Others.ClampMin(0).MoveToOuterDisposeScope();
        Negative = Others.ClampMax(0).neg_().MoveToOuterDisposeScope();
    }

    public int Layer { get; }

    /// <summary>W.</summary>
    public Tensor Full { get; }

    /// <summary>W with a diagonal of 0.</summary>
    public Tensor Others { get; }

    /// <summary>max(W_ij, 0), i ≠ j.</summary>
    public Tensor Positive { get; }

    /// <summary>max(-W_ij, 0), i ≠ j.</summary>
    public Tensor Negative { get; }

    public void Dispose()
    {
        Full.Dispose();
        Others.Dispose();
        Positive.Dispose();
        Negative.Dispose();
    }

    public WeightSigns Signs(InteractionOptions options)
    {
        using DisposeScope scope = NewDisposeScope();
        double n = Full.shape[0], pairs = n * (n - 1);
        double rms = Math.Sqrt(Others.Square().sum().item<double>() / pairs), threshold = options.Threshold * rms;
        Tensor up = Others.Gt(threshold), down = Others.Lt(-threshold);
        double mutualism = Count(up & up.t()) / 2, competition = Count(down & down.t()) / 2, predation = Count(up & down.t()), both = mutualism + competition + predation;
        double positive = Positive.sum().item<double>(), negative = Negative.sum().item<double>();
        return new()
        {
            Layer = Layer,
            RootMeanSquare = rms,
            Mean = Others.sum().item<double>() / pairs,
            SharePositive = Count(up) / pairs,
            ShareNegative = Count(down) / pairs,
            PositiveMass = positive / (positive + negative),
            SymmetricPart = (Full.Add(Full.t()).Div(2).norm() / Full.norm()).item<double>(),
            ShareMutualism = mutualism / both,
            ShareCompetition = competition / both,
            SharePredation = predation / both,
            MeanSelf = Full.diagonal().mean().item<double>(),
        };

        static double Count(Tensor flags) => flags.sum().item<long>();
    }

    /// <summary>The positive share of the mass, the norm and the symmetric part of g ∘ W, g [N].</summary>
    public (double PositiveMass, double Strength, double SymmetricPart) Effective(Tensor g)
    {
        using DisposeScope scope = NewDisposeScope();
        double positive = g.dot(Positive.sum(1)).item<double>(), negative = g.dot(Negative.sum(1)).item<double>();
        Tensor effective = g.unsqueeze(1) * Full;
        double norm = effective.norm().item<double>();
        return (positive / (positive + negative), norm, effective.Add(effective.t()).Div(2).norm().item<double>() / norm);
    }

    /// <summary>The positive share of the mass of d_i W_ij y_j over samples and i ≠ j; d, y [B,N].</summary>
    public double Drive(Tensor d, Tensor y)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor up = y.ClampMin(0), down = y.ClampMax(0).neg();
        double helps = (d * up.mm(Positive.t()).Add(down.mm(Negative.t()))).sum().item<double>();
        double hinders = (d * up.mm(Negative.t()).Add(down.mm(Positive.t()))).sum().item<double>();
        return helps / (helps + hinders);
    }
}
