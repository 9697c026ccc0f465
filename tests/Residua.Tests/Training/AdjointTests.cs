using Residua.Networks;
using Residua.Numerics;
using Residua.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Training;

public sealed class AdjointTests
{
    public static TheoryData<string, string, string, bool> Combinations
    {
        get
        {
            TheoryData<string, string, string, bool> data = [];
            foreach (string network in NetworkKinds.All.Select(kind => kind.Name))
            {
                foreach (string weights in new[] { "shared", "variable", "2+3", "2v+3" })
                {
                    foreach (string activation in Activations.All.Select(activation => activation.Name))
                    {
                        data.Add(network, weights, activation, true);
                        data.Add(network, weights, activation, false);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Gradient_equals_autograd(string network, string weights, string activation, bool bias)
    {
        using LayeredNetwork own = Small.Network(Small.Spec(network, weights, 5, activation, bias));
        AssertGradients(own, state => Apply(activation, state));
    }

    [Fact]
    public void Gradient_of_a_new_activation_that_needs_the_pre_activation_equals_autograd()
    {
        using LayeredNetwork own = new Extensions.SineNetwork(Small.Spec(), NetworkParameters.Initialize(Small.Spec(), 1, CPU));
        AssertGradients(own, state => state.sin());
    }

    public static MatrixTheoryData<string, string, bool, (int Neurons, int Samples)> Kernels => new(
        ["residual", "perceptron", "leaky"], ["shared", "variable", "2+3"], [true, false], [(7, 8), (40, 61), (41, 9)]); // sizes that fill vectors and tiles, and that do not

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Gradient_by_the_kernels_is_that_of_float64(string network, string weights, bool bias, (int Neurons, int Samples) size)
    {
        using DisposeScope scope = NewDisposeScope();
        NetworkSpec spec = Small.Spec(network == "leaky" ? "residual" : network, weights, 5, bias: bias, precision: Precision.Float32) with { Neurons = size.Neurons };
        NetworkSpec wide = spec with { Precision = Precision.Float64 };
        NetworkParameters parameters = NetworkParameters.Initialize(spec, 1, CPU);
        LayeredNetwork own = Of(spec, parameters);
        LayeredNetwork exact = Of(wide, NetworkParameters.FromTensors(wide, parameters.All.ToDictionary(pair => pair.Key, pair => pair.Value), CPU));
        Tensor labels = tensor(Enumerable.Range(0, size.Samples).Select(i => (long)(i % Small.Classes)).ToArray()), pixels = Small.Pixels(size.Samples);
        (Tensor[] fast, double fastLoss) = Gradients(own, pixels.to(float32), labels);
        (Tensor[] slow, double slowLoss) = Gradients(exact, pixels, labels);
        Assert.Equal(slowLoss, fastLoss, 1e-5 * slowLoss);
        foreach (((string name, _), (Tensor a, Tensor b)) in own.Parameters.Trained.Zip(fast.Zip(slow)))
        {
            double difference = Small.RelativeDifference(a.to(float64), b);
            Assert.True(difference < 2e-5, $"{name} differs by {difference:G3}");
        }

        LayeredNetwork Of(NetworkSpec spec, NetworkParameters parameters) =>
            network == "leaky" ? new Extensions.LeakyNetwork(spec, parameters) : NetworkKinds.Get(network).Create(spec, parameters);
    }

    [Fact]
    public void Loss_and_errors_equal_the_forward_pass()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec());
        (Tensor pixels, Tensor labels) = (Small.Pixels(9), tensor(new long[] { 0, 1, 2, 0, 1, 2, 0, 1, 2 }));
        List<Tensor> gradients = [.. network.Parameters.Trained.Select(pair => zeros_like(pair.Value))];
        using Adjoint adjoint = new(network, 9, gradients);
        network.EmbedInto(pixels, adjoint.Input);
        (double loss, long errors) = adjoint.Run(labels);

        Tensor logits = network.Forward(pixels);
        Assert.Equal(nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).item<double>(), loss, 12);
        Assert.Equal(logits.argmax(1).ne(labels).sum().item<long>(), errors);
    }

    [Fact]
    public void First_layer_that_is_not_finite_is_named()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        network.Parameters.Weights[2].Fill_(double.NaN); // layer 3
        List<Tensor> gradients = [.. network.Parameters.Trained.Select(pair => zeros_like(pair.Value))];
        using Adjoint adjoint = new(network, 4, gradients);
        network.EmbedInto(Small.Pixels(4), adjoint.Input);
        adjoint.Run(tensor(new long[] { 0, 1, 2, 0 }));
        Assert.Equal(3, adjoint.FirstNonFiniteLayer());
    }

    private static (Tensor[] Gradients, double Loss) Gradients(LayeredNetwork network, Tensor pixels, Tensor labels)
    {
        Tensor[] gradients = [.. network.Parameters.Trained.Select(pair => empty_like(pair.Value).Fill_(double.NaN))];
        using Adjoint adjoint = new(network, (int)pixels.shape[0], gradients);
        network.EmbedInto(pixels, adjoint.Input);
        return (gradients, adjoint.Run(labels).LossSum);
    }

    private static void AssertGradients(LayeredNetwork own, Func<Tensor, Tensor> f)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor pixels, Tensor labels) = (Small.Pixels(5), tensor(new long[] { 0, 1, 2, 2, 0 }));
        List<Tensor> gradients = [.. own.Parameters.Trained.Select(pair => empty_like(pair.Value).Fill_(double.NaN))];
        using Adjoint adjoint = new(own, 5, gradients);
        own.EmbedInto(pixels, adjoint.Input);
        adjoint.Run(labels);

        Dictionary<string, Tensor> leaves = own.Parameters.Trained.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().requires_grad_());
        Tensor state = own.Embed(pixels);
        for (int t = 1; t <= own.Depth; t++)
        {
            int g = own.Layout.GroupOf(t);
            Tensor z = state.matmul(leaves[$"layers.{g}.weight"].t());
            Tensor y = f(leaves.TryGetValue($"layers.{g}.bias", out Tensor? b) ? z.Add(b) : z);
            state = own.Spec.Network == "residual" ? state.Add(y) : y;
        }

        Tensor logits = state.matmul(leaves["classifier.weight"].t()).Add(leaves["classifier.bias"]);
        nn.functional.cross_entropy(logits, labels).backward();
        foreach (((string name, _), Tensor gradient) in own.Parameters.Trained.Zip(gradients))
        {
            double difference = Small.RelativeDifference(gradient, leaves[name].grad!);
            Assert.True(difference < 1e-9, $"{name} differs by {difference:G3}");
        }
    }

    // Written apart from the library's own activations.
    private static Tensor Apply(string activation, Tensor z) => activation switch
    {
        "logistic" => (-z).exp().Add(1).Rdiv(1),
        "tanh" => z.tanh(),
        "relu" => z.ClampMin(0),
        "softplus" => z.exp().Add(1).log(),
        "identity" => z.Mul(1),
        _ => throw new ArgumentException($"No reference for {activation}: add one."),
    };
}
