namespace Residua.Training;

/// <summary>The network that the guard of adaptive depth may go back to; its tensors are in the checkpoint under "before.NAME".</summary>
/// <param name="Weights">How its weights are shared.</param>
/// <param name="Layers">Its T.</param>
/// <param name="Blocks">The blocks that lost layers.</param>
public sealed record DepthBackupState(string Weights, int Layers, IReadOnlyList<int> Blocks);
