using Residua.Networks;
using Residua.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Tests.Reference;

/// <summary>Small networks and what NumPy and SciPy find of them; make_dynamics.py makes it.</summary>
internal sealed class DynamicsFixture
{
    private readonly IReadOnlyDictionary<string, NpyArray> _arrays = Npz.Read(Path.Combine(AppContext.BaseDirectory, "Reference", "fixtures", "dynamics.npz"));

    public const int Layers = 6, Neurons = 12, Classes = 3, DeepLayers = 60;

    /// <summary>The class of each sample.</summary>
    public int[] Labels => [.. _arrays["labels"].AsLongs().ToArray().Select(label => (int)label)];

    /// <summary>An array as numbers.</summary>
    public double[] Values(string name) => _arrays[name].AsDoubles().ToArray();

    /// <summary>An array as a tensor.</summary>
    public Tensor Tensor(string name) => tensor(Values(name)).reshape([.. _arrays[name].Shape]);

    /// <summary>Whole numbers.</summary>
    public long[] Wholes(string name) => _arrays[name].AsLongs().ToArray();

    public LayeredNetwork Residual() => Make("residual", "shared", "weight", "bias");

    public LayeredNetwork Variable() => Make("residual", "variable", "variable", "bias");

    public LayeredNetwork Perceptron() => Make("perceptron", "shared", "perceptron", "perceptron_bias");

    private LayeredNetwork Make(string network, string weights, string weight, string bias)
    {
        NetworkSpec spec = new()
        {
            Network = network,
            Weights = weights,
            Layers = Layers,
            Neurons = Neurons,
            Inputs = Neurons,
            Classes = Classes,
            Bias = true,
            Precision = Precision.Float64,
        };
        using DisposeScope scope = NewDisposeScope();
        Tensor matrices = Tensor(weight);
        Dictionary<string, Tensor> tensors = new() { ["classifier.weight"] = Tensor("classifier"), ["classifier.bias"] = Tensor("classifier_bias") };
        for (int g = 0; g < (weights == "shared" ? 1 : Layers); g++)
        {
            tensors[$"layers.{g}.weight"] = weights == "shared" ? matrices : matrices[g];
            tensors[$"layers.{g}.bias"] = Tensor(bias);
        }

        LayeredNetwork made = LayeredNetwork.Create(spec, NetworkParameters.FromTensors(spec, tensors, CPU));
        foreach ((_, Tensor parameter) in made.Parameters.All)
        {
            parameter.MoveToOuterDisposeScope();
        }

        return made;
    }
}
