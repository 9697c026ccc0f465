using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>The residuals of samples at a deep layer and at the one before it. Belongs to the <see cref="AnalysisCall"/>.</summary>
/// <param name="Depth">t, the deep layer.</param>
/// <param name="Residual">y(t), [B,N].</param>
/// <param name="Previous">y(t-1), [B,N]; y(0) is x(0).</param>
/// <param name="PreActivation">z(t), [B,N], which tells 1 - y where y rounds to 1.</param>
/// <param name="State">x(t), [B,N].</param>
/// <param name="Classes">The class of each sample, [B].</param>
/// <param name="Split">"test" or "train".</param>
internal sealed record DeepResiduals(
    int Depth, torch.Tensor Residual, torch.Tensor Previous, torch.Tensor PreActivation, torch.Tensor State, int[] Classes, string Split) : IDisposable
{
    public void Dispose()
    {
        Residual.Dispose();
        Previous.Dispose();
        PreActivation.Dispose();
        State.Dispose();
    }
}
