using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Networks;

/// <summary>The tensors of a network. Owns them.</summary>
public sealed class NetworkParameters : IDisposable
{
    /// <summary>Takes ownership of the tensors given, each of the shape its property states.</summary>
    public NetworkParameters(IReadOnlyList<Tensor> weights, IReadOnlyList<Tensor> biases, Tensor classifier, Tensor? classifierBias, Tensor? projection)
    {
        Weights = weights;
        Biases = biases;
        Classifier = classifier;
        ClassifierBias = classifierBias;
        Projection = projection;
    }

    /// <summary>W of each weight group, [N,N].</summary>
    public IReadOnlyList<Tensor> Weights { get; }

    /// <summary>b of each weight group, [N]; empty without biases.</summary>
    public IReadOnlyList<Tensor> Biases { get; }

    /// <summary>K, [C,N].</summary>
    public Tensor Classifier { get; }

    /// <summary>c, [C]; null without one.</summary>
    public Tensor? ClassifierBias { get; }

    /// <summary>The fixed matrix of a projecting embedding, [N,P]; not trained; null for the others.</summary>
    public Tensor? Projection { get; }

    /// <summary>The trained tensors by name, in a fixed order: layers.G.weight, layers.G.bias, classifier.weight, classifier.bias.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Trained
    {
        get
        {
            for (int g = 0; g < Weights.Count; g++)
            {
                yield return new($"layers.{g}.weight", Weights[g]);
                if (Biases.Count > 0)
                {
                    yield return new($"layers.{g}.bias", Biases[g]);
                }
            }

            yield return new("classifier.weight", Classifier);
            if (ClassifierBias is not null)
            {
                yield return new("classifier.bias", ClassifierBias);
            }
        }
    }

    /// <summary>All tensors by name: the trained ones, then embedding.projection where there is one.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> All => Projection is null ? Trained : Trained.Append(new("embedding.projection", Projection));

    /// <summary>The names and shapes that a specification asks for, in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<KeyValuePair<string, long[]>> Shapes(NetworkSpec spec)
    {
        List<KeyValuePair<string, long[]>> shapes = [];
        int groups = WeightLayout.Parse(spec.Weights, spec.Layers).Groups.Count;
        for (int g = 0; g < groups; g++)
        {
            shapes.Add(new($"layers.{g}.weight", [spec.Neurons, spec.Neurons]));
            if (spec.Bias)
            {
                shapes.Add(new($"layers.{g}.bias", [spec.Neurons]));
            }
        }

        shapes.Add(new("classifier.weight", [spec.Classes, spec.Neurons]));
        if (spec.ClassifierBias)
        {
            shapes.Add(new("classifier.bias", [spec.Classes]));
        }

        if (Data.InputEmbeddings.Get(spec.Embedding).NeedsProjection)
        {
            shapes.Add(new("embedding.projection", [spec.Neurons, spec.Inputs]));
        }

        return shapes;
    }

    /// <summary>Fresh parameters from the specification's start, drawn on the CPU from the seed.</summary>
    public static NetworkParameters Initialize(NetworkSpec spec, int seed, Device device)
    {
        spec.Validate();
        InitializationSpec start = spec.Initialization;
        ScalarType type = spec.Precision == Precision.Float64 ? float64 : float32;
        using Generator generator = new(Seeds.Derive(seed, "weights") >> 1, CPU);
        long n = spec.Neurons;
        int groups = WeightLayout.Parse(spec.Weights, spec.Layers).Groups.Count;
        List<Tensor> weights = [], biases = [];
        for (int g = 0; g < groups; g++)
        {
            weights.Add(g > 0 && start.SameStart ? weights[0].clone() : Matrix());
            if (spec.Bias)
            {
                biases.Add(empty([n], type, device).Fill_(start.Bias));
            }
        }

        Tensor classifier = Normal([spec.Classes, n], 0, start.ClassifierGain / Math.Sqrt(n));
        return new(weights, biases, classifier, spec.ClassifierBias ? zeros([spec.Classes], type, device) : null, Projection());

        Tensor Matrix()
        {
            using Tensor unit = randn([n, n], float64, CPU, generator: generator); // [N,N]
            unit.Mul_(start.WeightGain / Math.Sqrt(n)).Add_(start.WeightMean / n);
            if (start.WeightRowSpread != 0)
            {
                using Tensor rows = randn([n, 1], float64, CPU, generator: generator); // g [N,1]
                unit.Add_(rows, alpha: start.WeightRowSpread / n);
            }

            using Tensor self = unit.diagonal();
            self.Add_(start.WeightDiagonal);
            return unit.to(type, device, copy: true);
        }

        Tensor Normal(long[] shape, double mean, double deviation)
        {
            using Tensor unit = randn(shape, float64, CPU, generator: generator);
            unit.Mul_(deviation).Add_(mean);
            return unit.to(type, device, copy: true);
        }

        Tensor? Projection()
        {
            if (!Data.InputEmbeddings.Get(spec.Embedding).NeedsProjection)
            {
                return null;
            }

            using Generator own = new(Seeds.Derive(seed, "embedding") >> 1, CPU);
            using Tensor unit = randn([n, spec.Inputs], float64, CPU, generator: own);
            (Tensor q, Tensor r) = linalg.qr(unit);
            using (q)
            using (r)
            {
                using Tensor rows = q.contiguous(); // LAPACK answers column by column
                return rows.to(type, device, copy: true);
            }
        }
    }

    /// <summary>The parameters of a specification from tensors of the right names, shapes and type, which are copied.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, left over, has another shape, or a number that is not finite; the message names it.</exception>
    public static NetworkParameters FromTensors(NetworkSpec spec, IReadOnlyDictionary<string, Tensor> tensors, Device device)
    {
        spec.Validate();
        ScalarType type = spec.Precision == Precision.Float64 ? float64 : float32;
        IReadOnlyList<KeyValuePair<string, long[]>> shapes = Shapes(spec);
        foreach ((string name, long[] shape) in shapes)
        {
            if (!tensors.TryGetValue(name, out Tensor? tensor))
            {
                throw new ArgumentException($"The tensor {name} [{string.Join(",", shape)}] is missing; there are {string.Join(", ", tensors.Keys.Order())}.");
            }

            if (!tensor.shape.SequenceEqual(shape))
            {
                throw new ArgumentException($"The tensor {name} has shape [{string.Join(",", tensor.shape)}], but the network needs [{string.Join(",", shape)}].");
            }

            if (!tensor.is_floating_point())
            {
                throw new ArgumentException($"The tensor {name} holds {tensor.dtype}, but weights are floating-point numbers.");
            }

            RequireFinite(name, tensor);
        }

        string? extra = tensors.Keys.Except(shapes.Select(shape => shape.Key)).Order().FirstOrDefault();
        if (extra is not null)
        {
            throw new ArgumentException($"The tensor {extra} belongs to no part of the network; it has {string.Join(", ", shapes.Select(shape => shape.Key))}.");
        }

        Tensor Take(string name)
        {
            using Tensor rows = tensors[name].contiguous();
            return rows.to(type, device, copy: true);
        }

        int groups = WeightLayout.Parse(spec.Weights, spec.Layers).Groups.Count;
        return new(
            [.. Enumerable.Range(0, groups).Select(g => Take($"layers.{g}.weight"))],
            spec.Bias ? [.. Enumerable.Range(0, groups).Select(g => Take($"layers.{g}.bias"))] : [],
            Take("classifier.weight"),
            spec.ClassifierBias ? Take("classifier.bias") : null,
            Data.InputEmbeddings.Get(spec.Embedding).NeedsProjection ? Take("embedding.projection") : null);
    }

    // Such a number makes every answer of the network none.
    private static void RequireFinite(string name, Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor wrong = tensor.isfinite().logical_not();
        long count = wrong.sum().item<long>();
        if (count > 0)
        {
            long[] first = wrong.nonzero()[0].cpu().data<long>().ToArray();
            throw new ArgumentException(
                $"The tensor {name} has {tensor[[.. first.Select(place => TensorIndex.Single(place))]].to(float64).item<double>()} at [{string.Join(",", first)}]"
                    + $"{(count > 1 ? $", and {count - 1:N0} more numbers that are not finite" : "")}; such weights compute nothing.");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach ((_, Tensor tensor) in All)
        {
            tensor.Dispose();
        }
    }
}
