using TorchSharp;

namespace Residua.Training;

/// <summary>All that training needs to go on bit for bit: the position, and weights and optimiser state by name.</summary>
/// <param name="Position">Where training stands.</param>
/// <param name="Tensors">
/// The network's tensors under their own names, and the optimiser's under "optimizer.NAME.parameter". Not owned.
/// </param>
public sealed record Checkpoint(TrainingPosition Position, IReadOnlyDictionary<string, torch.Tensor> Tensors);
