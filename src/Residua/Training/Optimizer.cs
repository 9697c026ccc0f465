using TorchSharp;

namespace Residua.Training;

/// <summary>Moves one network's parameters along their gradients. Owns its state; updates parameters in place.</summary>
public abstract class Optimizer : IDisposable
{
    /// <summary>The state by name ("optimizer.NAME.parameter"), in a fixed order, for checkpoints.</summary>
    public abstract IEnumerable<KeyValuePair<string, torch.Tensor>> State { get; }

    /// <summary>One step.</summary>
    /// <param name="gradients">The gradient of each parameter, in the order the optimiser was made with; may be changed.</param>
    /// <param name="scale">What the gradients are multiplied by first (clipping).</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">The step's number, from 1.</param>
    public abstract void Step(IReadOnlyList<torch.Tensor> gradients, double scale, double rate, long step);

    /// <summary>Takes the state from tensors of the same names and shapes.</summary>
    /// <exception cref="ArgumentException">One is missing or of another shape.</exception>
    public void Load(IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        foreach ((string name, torch.Tensor own) in State)
        {
            if (!tensors.TryGetValue(name, out torch.Tensor? saved) || !saved.shape.SequenceEqual(own.shape))
            {
                throw new ArgumentException($"The optimiser's state {name} [{string.Join(",", own.shape)}] is missing or has another shape.");
            }

            own.copy_(saved);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (torch.Tensor tensor in State.Select(pair => pair.Value))
        {
            tensor.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Whether weight decay applies: to matrices, not to biases.</summary>
    protected static bool Decays(torch.Tensor parameter) => parameter.dim() > 1;
}
