using TorchSharp;

namespace Residua.Systems;

/// <summary>The parameters of one dense layer, z(t) = W x(t-1) + b. They belong to the network.</summary>
/// <param name="Weight">W, [N,N].</param>
/// <param name="Bias">b, [N]; null without one.</param>
public readonly record struct DenseLayer(torch.Tensor Weight, torch.Tensor? Bias);
