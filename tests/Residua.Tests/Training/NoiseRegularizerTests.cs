using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using Residua.Tests.Extensions;
using Residua.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Training;

public sealed class NoiseRegularizerTests
{
    private const int Batch = 5;
    private static readonly long[] s_labels = [0, 1, 2, 2, 0];

    public static TheoryData<string, int, string, bool, bool> Combinations
    {
        get
        {
            TheoryData<string, int, string, bool, bool> data = [];
            foreach ((string weights, int layers) in new[] { ("shared", 5), ("variable", 5), ("2+3", 5), ("2v+3", 5), ("3+1+1", 5), ("shared", 1), ("variable", 2) })
            {
                foreach (string activation in Activations.All.Where(activation => activation.IsSmooth).Select(activation => activation.Name).Append("sine"))
                {
                    foreach (bool lastLayerOnly in new[] { false, true })
                    {
                        data.Add(weights, layers, activation, lastLayerOnly, activation is "logistic" or "sine");
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Gradient_equals_autograd(string weights, int layers, string activation, bool lastLayerOnly, bool bias)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Make(weights, layers, activation, bias);
        NoiseRegularizerSpec noise = new() { Strength = 30, LastLayerOnly = lastLayerOnly };
        (Tensor clean, Tensor noisy) = (Small.Pixels(Batch), Small.Pixels(Batch, seed: 6));
        (List<Tensor> gradients, _, double value) = Run(network, noise, clean, noisy);

        Dictionary<string, Tensor> leaves = network.Parameters.Trained.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().requires_grad_());
        Tensor penalty = Penalty();
        Tensor logits = Layers(network.Embed(clean), held: 0)[^1].State.matmul(leaves["classifier.weight"].t()).Add(leaves["classifier.bias"]);
        Assert.Equal(penalty.item<double>(), value, 1e-9 * value);
        Assert.True(value > 0);
        nn.functional.cross_entropy(logits, tensor(s_labels)).Add(penalty).backward();
        foreach (((string name, _), Tensor gradient) in network.Parameters.Trained.Zip(gradients))
        {
            double difference = Small.RelativeDifference(gradient, leaves[name].grad!);
            Assert.True(difference < 1e-9, $"{name} differs by {difference:G3}");
        }

        // Layers up to and with "held" are made of constants.
        List<(Tensor Residual, Tensor PreActivation, Tensor State, Tensor Weights)> Layers(Tensor state, int held)
        {
            List<(Tensor, Tensor, Tensor, Tensor)> all = [];
            for (int t = 1; t <= network.Depth; t++)
            {
                int g = network.Layout.GroupOf(t);
                Tensor? b = leaves.GetValueOrDefault($"layers.{g}.bias");
                (Tensor w, b) = t <= held ? (leaves[$"layers.{g}.weight"].detach(), b?.detach()) : (leaves[$"layers.{g}.weight"], b);
                Tensor z = state.matmul(w.t()), y = F(activation, b is null ? z : z = z.Add(b));
                state = state.Add(y);
                all.Add((y, z, state, w));
            }

            return all;
        }

        Tensor Penalty()
        {
            int held = lastLayerOnly ? network.Depth - 1 : 0;
            Tensor sum = zeros([Batch, 7], float64);
            foreach ((var own, var other) in Layers(network.Embed(clean), held).Zip(Layers(network.Embed(noisy), held)).TakeLast(2))
            {
                sum = sum.Add(Slope(activation, other.PreActivation) * other.Residual.matmul(other.Weights.t())) - Slope(activation, own.PreActivation) * own.Residual.matmul(own.Weights.t());
            }

            return sum.Square().sum(1).mean().Mul(30).Div(7);
        }
    }

    [Theory]
    [InlineData("shared", 5)]
    [InlineData("variable", 5)]
    [InlineData("2v+3", 5)]
    [InlineData("shared", 1)]
    public void Value_is_that_of_the_definition_and_its_gradient_the_slope_of_the_loss(string weights, int layers)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Make(weights, layers, "logistic", bias: true);
        NoiseRegularizerSpec noise = new() { Strength = 30 };
        (Tensor clean, Tensor noisy) = (Small.Pixels(Batch), Small.Pixels(Batch, seed: 6));
        (List<Tensor> gradients, double loss, double value) = Run(network, noise, clean, noisy);
        Assert.Equal(Defined(), value, 1e-12);
        Assert.Equal(nn.functional.cross_entropy(network.Forward(clean), tensor(s_labels)).item<double>(), loss, 1e-12); // the loss told is without R

        const double step = 1e-5;
        Random random = new(4);
        foreach ((Tensor parameter, Tensor gradient) in network.Parameters.Trained.Select(pair => pair.Value).Zip(gradients))
        {
            Tensor direction = tensor(Enumerable.Range(0, (int)parameter.numel()).Select(_ => random.NextDouble() - 0.5).ToArray()).view(parameter.shape);
            double above = Objective(step), below = Objective(-2 * step);
            parameter.Add_(direction, alpha: step);
            Assert.Equal((above - below) / (2 * step), (direction * gradient).sum().item<double>(), 1e-8);

            double Objective(double move)
            {
                parameter.Add_(direction, alpha: move);
                return nn.functional.cross_entropy(network.Forward(clean), tensor(s_labels)).item<double>() + Defined();
            }
        }

        // λ mean_b Σ_i (Σ_t [f'(z̃_i) Σ_j W_ij ỹ_j - f'(z_i) Σ_j W_ij y_j])² / N, number by number.
        double Defined()
        {
            double[,] sum = new double[Batch, 7];
            foreach ((Tensor pixels, int sign) in new[] { (noisy, 1), (clean, -1) })
            {
                Tensor state = network.Embed(pixels);
                for (int t = 1; t <= layers; t++)
                {
                    LayerStep layer = network.Step(state, t);
                    state = layer.State;
                    for (int b = 0; b < Batch && t >= layers - 1; b++)
                    {
                        for (int i = 0; i < 7; i++)
                        {
                            double y = layer.Residual[b, i].item<double>(), interaction = 0;
                            for (int j = 0; j < 7; j++)
                            {
                                interaction += network.Layer(t).Weight[i, j].item<double>() * layer.Residual[b, j].item<double>();
                            }

                            sum[b, i] += sign * y * (1 - y) * interaction;
                        }
                    }
                }
            }

            return 30 * sum.Cast<double>().Sum(d => d * d) / (Batch * 7);
        }
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("variable")]
    public void Only_the_last_layer_is_reached_where_that_is_asked_for(string weights)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Make(weights, 5, "logistic", bias: true);
        (Tensor clean, Tensor noisy) = (Small.Pixels(Batch), Small.Pixels(Batch, seed: 6));
        Tensor[] without = [.. Run(network, null, clean, noisy).Gradients], last = [.. Run(network, new() { Strength = 30, LastLayerOnly = true }, clean, noisy).Gradients];
        int reached = weights == "shared" ? 0 : 4;
        foreach ((int i, (string name, _)) in network.Parameters.Trained.Index())
        {
            bool same = Small.RelativeDifference(last[i], without[i]) < 1e-13;
            Assert.True(same != name.StartsWith($"layers.{reached}.", StringComparison.Ordinal), name);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_noise_it_is_zero_and_so_is_its_gradient(bool lastLayerOnly)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Make("shared", 5, "logistic", bias: true);
        Tensor clean = Small.Pixels(Batch);
        (List<Tensor> plain, double loss, _) = Run(network, null, clean, clean);
        (List<Tensor> gradients, double same, double value) = Run(network, new() { Strength = 30, LastLayerOnly = lastLayerOnly }, clean, clean);
        Assert.InRange(value, 0, 1e-28);
        Assert.Equal(loss, same, 1e-14);
        Assert.All(plain.Zip(gradients), pair => Assert.True(Small.RelativeDifference(pair.Second, pair.First) < 1e-13));
    }

    private static (List<Tensor> Gradients, double Loss, double Value) Run(LayeredNetwork network, NoiseRegularizerSpec? noise, Tensor clean, Tensor noisy)
    {
        List<Tensor> gradients = [.. network.Parameters.Trained.Select(pair => empty_like(pair.Value).Fill_(double.NaN))];
        using Adjoint adjoint = new(network, Batch, gradients, noise);
        double loss = 0;
        for (int run = 0; run < 2; run++) // a second time in buffers that hold the first
        {
            network.EmbedInto(clean, adjoint.Input);
            if (adjoint.NoisyInput is not null)
            {
                network.EmbedInto(noisy, adjoint.NoisyInput);
            }

            (loss, _) = adjoint.Run(tensor(s_labels));
        }

        return (gradients, loss / Batch, adjoint.NoiseRegularizer ?? double.NaN);
    }

    private static LayeredNetwork Make(string weights, int layers, string activation, bool bias)
    {
        NetworkSpec spec = Small.Spec("residual", weights, layers, activation == "sine" ? "logistic" : activation, bias);
        return activation == "sine" ? new SineNetwork(spec, NetworkParameters.Initialize(spec, 1, CPU)) : Small.Network(spec);
    }

    // Written apart from the library's own activations.
    private static Tensor F(string activation, Tensor z) => activation switch
    {
        "logistic" => (-z).exp().Add(1).Rdiv(1),
        "tanh" => z.tanh(),
        "softplus" => z.exp().Add(1).log(),
        "identity" => z.Mul(1),
        "sine" => z.sin(),
        _ => throw new ArgumentException($"No reference for {activation}: add one."),
    };

    private static Tensor Slope(string activation, Tensor z) => activation switch
    {
        "logistic" => (-z).exp() / (-z).exp().Add(1).Square(),
        "tanh" => z.cosh().Square().Rdiv(1),
        "softplus" => (-z).exp().Add(1).Rdiv(1),
        "identity" => ones_like(z),
        "sine" => z.cos(),
        _ => throw new ArgumentException($"No reference for {activation}: add one."),
    };
}
