using TorchSharp;

namespace Residua.Training;

/// <summary>The optimisers a specification can name.</summary>
public static class Optimizers
{
    /// <summary>All of them by name; a new one is one new file and one line here.</summary>
    public static IReadOnlyDictionary<string, Func<TrainingSpec, IEnumerable<KeyValuePair<string, torch.Tensor>>, Optimizer>> All { get; } =
        new Dictionary<string, Func<TrainingSpec, IEnumerable<KeyValuePair<string, torch.Tensor>>, Optimizer>>
        {
            ["adamw"] = (spec, parameters) => new AdamW(spec, parameters),
            ["sgd"] = (spec, parameters) => new Sgd(spec, parameters),
        };

    /// <summary>Refuses a name that is no optimiser.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public static void CheckName(string name)
    {
        if (!All.ContainsKey(name))
        {
            throw new ArgumentException($"There is no optimiser '{name}'; there are {string.Join(", ", All.Keys)}.");
        }
    }
}
