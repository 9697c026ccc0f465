using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Systems;

public sealed class InputNoiseTests
{
    [Theory]
    [InlineData(NoiseDistribution.Uniform, -1, 1, 0)]
    [InlineData(NoiseDistribution.PositiveUniform, 0, 1, 0.5)]
    [InlineData(NoiseDistribution.Gaussian, -10, 10, 0)]
    public void Noise_is_distributed_as_it_says(NoiseDistribution distribution, double least, double most, double mean)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor unit = new InputNoise { Distribution = distribution }.Draw(zeros([200, 100], float64), 0);
        Assert.InRange(unit.min().item<double>(), least, most);
        Assert.InRange(unit.max().item<double>(), least, most);
        Assert.Equal(mean, unit.mean().item<double>(), 0.02);
        double deviation = distribution == NoiseDistribution.PositiveUniform ? 0.5 / Math.Sqrt(3) : 1 / Math.Sqrt(3);
        Assert.Equal(deviation, unit.std().item<double>(), 0.02);
    }

    [Fact]
    public void Realisations_differ_and_repeat_in_every_precision()
    {
        using DisposeScope scope = NewDisposeScope();
        InputNoise noise = new() { Seed = 3 };
        Tensor wide = zeros([3, 4], float64), first = noise.Draw(wide, 0);
        Assert.True(Small.BitsEqual(first, noise.Draw(wide, 0)));
        Assert.True(Small.BitsEqual(first.to(float32), noise.Draw(wide.to(float32), 0)));
        Assert.False(Small.BitsEqual(first, noise.Draw(wide, 1)));
        Assert.False(Small.BitsEqual(first, (noise with { Seed = 4 }).Draw(wide, 0)));
    }

    [Fact]
    public void Noise_in_pixels_leaves_the_other_neurons_clean_and_noise_in_all_does_not()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec()); // 6 pixels in 7 neurons
        Tensor pixels = Small.Pixels(2);
        Assert.Equal(0, Noisy(new())[0, 6].item<double>());
        Assert.NotEqual(0, Noisy(new() { Target = NoiseTarget.All })[0, 6].item<double>());
        Assert.True(Noisy(new() { Clip = true }).Ge(0).all().item<bool>());
        Assert.False(Noisy(new()).Ge(0).all().item<bool>());

        Tensor Noisy(InputNoise noise)
        {
            Tensor signal = noise.Signal(pixels, network.Embed);
            return noise.NoisyState(signal, noise.Draw(signal, 0), 1, network.Embed);
        }
    }

    [Fact]
    public void Through_a_projection_it_is_the_projected_noise()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(embedding: "orthogonal"));
        InputNoise noise = new();
        Tensor pixels = Small.Pixels(2), signal = noise.Signal(pixels, network.Embed), unit = noise.Draw(signal, 0);
        Tensor difference = noise.NoisyState(signal, unit, 0.3, network.Embed) - network.Embed(pixels);
        Assert.True(Small.RelativeDifference(difference, network.Embed(unit).Mul(0.3)) < 1e-12);
        Assert.Contains("projecting embedding", Assert.Throws<ArgumentException>(() => new InputNoise { Clip = true, Target = NoiseTarget.All }.Signal(pixels, network.Embed)).Message);
    }

    [Fact]
    public void Asking_for_the_signal_leaves_the_signal_alone_alive()
    {
        using Tensor pixels = Small.Pixels(3);
        long before = LiveTensors.Settled();
        using (Tensor signal = new InputNoise { Clip = true }.Signal(pixels, x => x.clone()))
        {
            Assert.Equal(before + 1, LiveTensors.Count);
        }

        Assert.Equal(before, LiveTensors.Count);
    }
}
