using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using static TorchSharp.torch;

namespace Residua.Benchmarks;

/// <summary>What all jobs use: threads, folders, the networks of a reproduction, and MNIST.</summary>
/// <param name="folder">Where results and what is passed to peers lie.</param>
/// <param name="peers">The folder of the peers' scripts.</param>
/// <param name="runs">A folder of `residua reproduce` with shared-attractor, variable and mlp of seed 1.</param>
internal sealed class Workbench(string folder, string peers, string? runs)
{
    private readonly Lazy<DataSet> _data = new(() => DataCatalog.Open("mnist", new DataRequest(null, null, CancellationToken.None)));

    /// <summary>Where results and what is passed to peers lie.</summary>
    public string Folder => folder;

    /// <summary>The folder of the peers' scripts.</summary>
    public string Peers => peers;

    /// <summary>Threads of all contestants.</summary>
    public int Threads { get; } = get_num_threads();

    /// <summary>Versions of what took part.</summary>
    public SortedDictionary<string, string> Versions { get; } = new() { ["libtorch"] = "2.10.0", [".NET"] = Environment.Version.ToString() };

    /// <summary>Training images of MNIST.</summary>
    public ImageSet Training => _data.Value.Train;

    /// <summary>Test images of MNIST.</summary>
    public ImageSet Test => _data.Value.Test;

    /// <summary>A network of the reproduction.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public LayeredNetwork Network(string name)
    {
        string path = Path.Combine(runs ?? throw new InvalidOperationException("it needs trained networks: give --runs a folder of residua reproduce"), name + "-seed1");
        return RunFolder.Open(path).LoadNetwork(CPU);
    }

    /// <summary>The first images of a set as pixels [B,P], and their labels.</summary>
    public static (Tensor Pixels, int[] Labels) First(ImageSet set, int count)
    {
        int[] chosen = [.. Enumerable.Range(0, count)];
        return (ImageTensors.Pixels(set, chosen, ScalarType.Float32, CPU), [.. chosen.Select(i => (int)set.Labels[i])]);
    }

    /// <summary>A network's arrays for a peer: W [G,N,N], b [G,N], K, c, and whether it is residual.</summary>
    public static Dictionary<string, NpyArray> Arrays(LayeredNetwork network)
    {
        int n = network.Spec.Neurons, groups = network.Parameters.Weights.Count;
        Tensor zero = zeros(n);
        return new()
        {
            ["W"] = Array(stack(network.Parameters.Weights)),
            ["b"] = Array(stack(network.Parameters.Biases.Count > 0 ? network.Parameters.Biases : [.. Enumerable.Repeat(zero, groups)])),
            ["K"] = Array(network.Parameters.Classifier),
            ["c"] = Array(network.Parameters.ClassifierBias ?? zeros(network.Spec.Classes)),
            ["residual"] = NpyArray.Of(new[] { network.Carry == 1 }, 1),
            ["layers"] = NpyArray.Of(new[] { network.Depth }, 1),
        };
    }

    /// <summary>A float32 tensor for a peer.</summary>
    public static NpyArray Array(Tensor tensor) => NpyArray.Of(tensor.contiguous().data<float>().ToArray(), tensor.shape);

    /// <summary>A float64 tensor for a peer.</summary>
    public static NpyArray Wide(Tensor tensor) => NpyArray.Of(tensor.contiguous().data<double>().ToArray(), tensor.shape);
}
