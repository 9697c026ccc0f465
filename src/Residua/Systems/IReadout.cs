using TorchSharp;

namespace Residua.Systems;

/// <summary>Reads class scores out of a state.</summary>
public interface IReadout
{
    /// <summary>K x + c, a new tensor [B,C], for a state x [B,N].</summary>
    torch.Tensor Logits(torch.Tensor state);
}
