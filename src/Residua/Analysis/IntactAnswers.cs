using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>What the intact network answers, to compare with. Its tensors belong to the caller's scope.</summary>
internal sealed class IntactAnswers
{
    public IntactAnswers(Tensor logits, Tensor labels)
    {
        (Logits, Labels, Predictions) = (logits, labels, Decision.Classes(logits));
        using DisposeScope scope = NewDisposeScope();
        Error = Predictions.ne(labels).to(float64).mean().item<double>();
        Norm = logits.to(float64).norm(1).mean().item<double>();
    }

    /// <summary>[B,C].</summary>
    public Tensor Logits { get; }

    /// <summary>[B].</summary>
    public Tensor Labels { get; }

    /// <summary>[B].</summary>
    public Tensor Predictions { get; }

    /// <summary>Share misclassified.</summary>
    public double Error { get; }

    /// <summary>Mean ‖logits‖.</summary>
    public double Norm { get; }
}
