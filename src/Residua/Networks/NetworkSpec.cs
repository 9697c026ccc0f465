using System.Text.Json.Serialization;

namespace Residua.Networks;

/// <summary>All that defines a network but its weights. N neurons, T layers, C classes, P input pixels.</summary>
public sealed record NetworkSpec
{
    /// <summary>The most layers: rollouts go further, with shared weights.</summary>
    public const int MostLayers = 100_000;

    /// <summary>The most neurons, and input pixels; a matrix of so many is 4 TB, so that memory is the limit before.</summary>
    public const int MostNeurons = 1_000_000;

    /// <summary>The most classes.</summary>
    public const int MostClasses = 100_000;

    /// <summary>The largest real number of a specification, in magnitude.</summary>
    public const double MostReal = 1e30;

    /// <summary>The kind of network: a name in <see cref="NetworkKinds"/>.</summary>
    public string Network { get; init; } = "residual";

    /// <summary>How weights are shared over depth; see <see cref="WeightLayout"/>.</summary>
    public string Weights { get; init; } = "shared";

    /// <summary>T.</summary>
    public int Layers { get; init; } = 15;

    /// <summary>N.</summary>
    public int Neurons { get; init; } = 1064;

    /// <summary>f: a name in <see cref="Activations"/>.</summary>
    public string Activation { get; init; } = "logistic";

    /// <summary>Whether layers have a bias b.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether the classifier has a bias c.</summary>
    public bool ClassifierBias { get; init; } = true;

    /// <summary>How P pixels become N neurons: a name in <see cref="Data.InputEmbeddings"/>.</summary>
    public string Embedding { get; init; } = "zero-pad";

    /// <summary>P, the pixels of an image after pooling.</summary>
    public int Inputs { get; init; } = 784;

    /// <summary>C.</summary>
    public int Classes { get; init; } = 10;

    /// <summary>How the weights start.</summary>
    public InitializationSpec Initialization { get; init; } = Initializations.Get("gated");

    /// <summary>The floating-point type.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Trainable numbers: G (N² + N) + C N + C for G distinct matrices, less the biases left out.</summary>
    [JsonIgnore]
    public long ParameterCount
    {
        get
        {
            long groups = WeightLayout.Parse(Weights, Layers).Groups.Count, n = Neurons;
            return groups * (n * n + (Bias ? n : 0)) + Classes * n + (ClassifierBias ? Classes : 0);
        }
    }

    /// <summary>Checks every field against the others.</summary>
    /// <exception cref="ArgumentException">One does not make sense; the message says which and what to do.</exception>
    public void Validate()
    {
        Check(Layers is >= 1 and <= MostLayers, "layers", Layers, 1, MostLayers);
        Check(Neurons is >= 1 and <= MostNeurons, "neurons", Neurons, 1, MostNeurons);
        Check(Inputs is >= 1 and <= MostNeurons, "inputs", Inputs, 1, MostNeurons);
        Check(Classes <= MostClasses, "classes", Classes, 2, MostClasses);
        Initialization.Validate();
        NetworkKinds.Get(Network);
        WeightLayout.Parse(Weights, Layers);
        Activations.Get(Activation);
        Data.InputEmbeddings.Get(Embedding);
        if (Classes < 2)
        {
            throw new ArgumentException($"A classifier needs at least two classes; {Classes} were given.");
        }

        if (Neurons < Inputs)
        {
            throw new ArgumentException(
                $"{Neurons} neurons cannot hold {Inputs} pixels; give --neurons {Inputs} or more, or pool the images first (--pool 2).");
        }

        static void Check(bool holds, string name, int value, int least, int most)
        {
            if (!holds)
            {
                throw new ArgumentException($"A network has {least} to {most} {name}, not {value}.");
            }
        }
    }
}
