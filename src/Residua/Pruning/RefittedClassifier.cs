using Residua.Numerics;
using TorchSharp;

namespace Residua.Pruning;

/// <summary>A classifier fitted anew on the states of a network. Owns its tensors.</summary>
/// <param name="Weight">K, [C,N], of the type of the one it started from.</param>
/// <param name="Bias">c, [C]; null without one.</param>
/// <param name="LossBefore">Mean cross-entropy over the samples fitted on, of the classifier it started from.</param>
/// <param name="LossAfter">The same of this one; never larger.</param>
/// <param name="Passes">Passes over the samples.</param>
public sealed record RefittedClassifier(torch.Tensor Weight, torch.Tensor? Bias, double LossBefore, double LossAfter, int Passes) : IDisposable
{
    /// <summary>K x + c, a new tensor [B,C].</summary>
    public torch.Tensor Logits(torch.Tensor state)
    {
        using torch.Tensor transposed = Weight.t();
        torch.Tensor logits = state.mm(transposed);
        if (Bias is not null)
        {
            logits.Add_(Bias);
        }

        return logits;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Weight.Dispose();
        Bias?.Dispose();
    }
}
