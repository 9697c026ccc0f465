using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using Residua.Tests.Extensions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Laws;

/// <summary>What every network must obey, whatever its weights, activation and embedding.</summary>
public sealed class NetworkLaws
{
    public static TheoryData<string, string, string> Networks
    {
        get
        {
            TheoryData<string, string, string> data = [];
            foreach (string network in NetworkKinds.All.Select(kind => kind.Name).Append("leaky"))
            {
                foreach (string weights in new[] { "shared", "variable", "2+3v" })
                {
                    foreach (string embedding in Residua.Data.InputEmbeddings.All.Select(embedding => embedding.Name))
                    {
                        data.Add(network, weights, embedding);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_is_the_readout_of_the_rollout(string kind, string weights, string embedding)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Make(kind, weights, embedding);
        Tensor pixels = Small.Pixels(4);
        using Trajectory trajectory = Rollout.Run(network, network.Embed(pixels), network.Depth, Recording.FinalState);
        Assert.True(Small.BitsEqual(network.Logits(trajectory.FinalState), network.Forward(pixels)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Each_sample_is_independent_of_its_batch(string kind, string weights, string embedding)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Make(kind, weights, embedding);
        Tensor pixels = Small.Pixels(6), together = network.Forward(pixels);
        for (int i = 0; i < 6; i++)
        {
            Tensor alone = network.Forward(pixels.narrow(0, i, 1));
            Assert.True(Small.RelativeDifference(alone, together.narrow(0, i, 1)) < 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_step_changes_nothing_it_was_given(string kind, string weights, string embedding)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Make(kind, weights, embedding);
        Tensor state = network.Embed(Small.Pixels(3)), before = state.clone();
        byte[][] parameters = [.. network.Parameters.All.Select(pair => pair.Value.bytes.ToArray())];
        using LayerStep step = network.Step(state, 1);
        Assert.True(Small.BitsEqual(before, state));
        Assert.All(network.Parameters.All.Zip(parameters), pair => Assert.Equal(pair.Second, pair.First.Value.bytes.ToArray()));
        Assert.Equal(state.shape, step.Residual.shape);
        Assert.True(Small.BitsEqual(network.Activation.Apply(step.PreActivation), step.Residual));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_same_seed_gives_the_same_weights_and_another_does_not(string kind, string weights, string embedding)
    {
        using LayeredNetwork a = Make(kind, weights, embedding, 1), b = Make(kind, weights, embedding, 1), c = Make(kind, weights, embedding, 2);
        Assert.All(a.Parameters.All.Zip(b.Parameters.All), pair => Assert.True(Small.BitsEqual(pair.First.Value, pair.Second.Value)));
        Assert.False(Small.BitsEqual(a.Parameters.Weights[0], c.Parameters.Weights[0]));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_adjoint_of_combine_is_its_transpose(string kind, string weights, string embedding)
    {
        // <u, C'(dx, dy)> = <C'ᵀ u, (dx, dy)> by autograd's independent account of Combine.
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Make(kind, weights, embedding);
        Tensor previous = Random(1).requires_grad_(), residual = Random(2).requires_grad_(), cotangent = Random(3);
        Tensor next = empty_like(previous);
        network.Combine(previous, residual, next);
        (Tensor carried, Tensor toResidual) = (cotangent.clone(), empty_like(cotangent));
        using (no_grad())
        {
            network.CombineAdjoint(carried, previous, residual, toResidual);
        }

        next.backward([cotangent]);
        Assert.True(Small.RelativeDifference(carried, previous.grad ?? zeros_like(carried)) < 1e-14);
        Assert.True(Small.RelativeDifference(toResidual, residual.grad!) < 1e-14);

        static Tensor Random(int seed)
        {
            using Generator generator = new((ulong)seed, CPU);
            return randn([4, 7], float64, CPU, generator: generator);
        }
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("variable")]
    public void The_residual_state_is_the_input_and_the_sum_of_residuals_exactly(string weights)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(weights: weights, precision: Precision.Float32));
        Tensor x0 = network.Embed(Small.Pixels(8, type: float32));
        using Trajectory trajectory = Rollout.Run(network, x0, 5, new Recording { Signals = Signals.Residual | Signals.State });
        Tensor sum = x0.clone();
        for (int t = 0; t < 5; t++)
        {
            sum.Add_(trajectory[Signals.Residual][t]);
            Assert.True(Small.BitsEqual(sum, trajectory[Signals.State][t].contiguous()));
        }

        Assert.True(Small.BitsEqual(sum, trajectory.FinalState));
    }

    [Fact]
    public void The_perceptron_state_is_its_residual()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec("perceptron"));
        using LayerStep step = network.Step(network.Embed(Small.Pixels(2)), 1);
        Assert.True(Small.BitsEqual(step.State, step.Residual));
    }

    private static LayeredNetwork Make(string kind, string weights, string embedding, int seed = 1)
    {
        NetworkSpec spec = Small.Spec(kind == "leaky" ? "residual" : kind, weights, embedding: embedding);
        NetworkParameters parameters = NetworkParameters.Initialize(spec, seed, CPU);
        return kind == "leaky" ? new LeakyNetwork(spec, parameters) : LayeredNetwork.Create(spec, parameters);
    }
}
