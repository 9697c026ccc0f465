using Residua.Numerics;
using Residua.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Training;

public sealed class OptimizerTests
{
    [Theory]
    [InlineData("adamw")]
    [InlineData("sgd")]
    public void Steps_equal_the_library_s_own_optimiser(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        const double Rate = 0.01, Decay = 0.1;
        TrainingSpec spec = new() { Optimizer = name, Decay = Decay, Momentum = 0.9 };
        Tensor own = Random(1, 300, 301); // more than one chunk
        Parameter peer = new(own.clone());
        using Optimizer optimizer = Optimizers.All[name](spec, [new("w", own)]);
        optim.Optimizer reference = name == "adamw"
            ? optim.AdamW([peer], Rate, weight_decay: Decay)
            : optim.SGD([peer], Rate, momentum: 0.9);
        for (int step = 1; step <= 5; step++)
        {
            Tensor gradient = Random(10 + step, 300, 301);
            if (name == "sgd") // the library's SGD couples decay with the gradient; ours does not
            {
                using (no_grad())
                {
                    peer.Mul_(1 - Rate * Decay);
                }
            }

            peer.grad = gradient.Mul(0.5);
            reference.step();
            optimizer.Step([gradient], 0.5, Rate, step);
            Assert.True(Small.RelativeDifference(own, peer) < 1e-12);
        }
    }

    [Fact]
    public void Biases_do_not_decay()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (string name in Optimizers.All.Keys)
        {
            Tensor bias = ones([4], float64);
            using Optimizer optimizer = Optimizers.All[name](new() { Decay = 0.5 }, [new("b", bias)]);
            optimizer.Step([zeros([4], float64)], 1, 0.1, 1);
            Assert.Equal(4, bias.sum().item<double>());
        }
    }

    [Fact]
    public void State_of_another_shape_is_refused_by_name()
    {
        using DisposeScope scope = NewDisposeScope();
        using Optimizer optimizer = Optimizers.All["adamw"](new(), [new("w", ones([2, 2]))]);
        Dictionary<string, Tensor> wrong = optimizer.State.ToDictionary(pair => pair.Key, _ => ones([3]));
        Assert.Contains("optimizer.first_moment.w", Assert.Throws<ArgumentException>(() => optimizer.Load(wrong)).Message);
    }

    private static Tensor Random(int seed, params long[] shape)
    {
        using Generator generator = new((ulong)seed, CPU);
        return randn(shape, float64, CPU, generator: generator);
    }
}
