using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class NoiseRobustnessTests
{
    private static readonly NoiseRobustnessOptions Few = new() { Amplitudes = [0.01, 0.3, 2], Realisations = 3, Replicates = 50 };

    [Fact]
    public void A_linear_map_keeps_ratio_and_cosine_of_the_input()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = Small.Pixels(4);
        NoiseRobustnessResult result = NoiseRobustness.Measure(
            new Scaling(-3), new TwoClasses(), Identity, pixels, [0, 1, 1, 0], Few, cancellation: TestContext.Current.CancellationToken);
        for (int a = 0; a < 3; a++)
        {
            double ratio = 0, cosine = 0;
            for (int r = 0; r < 3; r++)
            {
                Tensor noise = Few.Noise.Draw(pixels, r).Mul(Few.Amplitudes[a]), noisy = pixels.Add(noise);
                ratio += (noise.norm(1) / pixels.norm(1)).mean().item<double>() / 3;
                cosine += ((noisy * pixels).sum(1) / (noisy.norm(1) * pixels.norm(1))).mean().item<double>() / 3;
            }

            Assert.Equal(ratio, result.Overall.Ratio.Mean[a], 1e-12);
            Assert.Equal(cosine, result.Overall.Cosine.Mean[a], 1e-12);
            Assert.All(result.LayerRatio[a], value => Assert.Equal(ratio, value, 1e-12));
        }

        Assert.Equal(3, result.LayerRatio[0].Length); // t = 0, 1, 2
        Assert.Equal(result.Overall.Ratio.Mean[0], (result.Classes[0].Ratio.Mean[0] + result.Classes[1].Ratio.Mean[0]) / 2, 1e-12);
    }

    [Fact]
    public void In_a_residual_net_the_printed_sum_of_noise_is_the_noise_of_the_state()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        Tensor pixels = Small.Pixels(5);
        NoiseRobustnessOptions options = Few with { Realisations = 1 };
        NoiseRobustnessResult result = NoiseRobustness.Measure(
            network, network, network.Embed, pixels, [0, 1, 2, 0, 1], options, cancellation: TestContext.Current.CancellationToken);
        Recording all = new() { Signals = Signals.State | Signals.Residual };
        Tensor x0 = network.Embed(pixels), unit = options.Noise.Draw(pixels, 0);
        using Trajectory clean = Rollout.Run(network, x0, 5, all);
        for (int a = 0; a < 3; a++)
        {
            Tensor noisyInput = network.Embed(pixels.Add(unit.Mul(options.Amplitudes[a])));
            using Trajectory noisy = Rollout.Run(network, noisyInput, 5, all);
            Tensor sum = noisyInput - x0; // ξ(0)
            for (int t = 1; t <= 5; t++)
            {
                sum = sum.Add(noisy[Signals.Residual][t - 1] - clean[Signals.Residual][t - 1]);
                double printed = (sum.norm(1) / clean[Signals.State][t - 1].norm(1)).mean().item<double>();
                Assert.Equal(printed, result.LayerRatio[a][t], 1e-12 * printed);
            }

            Assert.Equal(result.LayerRatio[a][5], result.Overall.Ratio.Mean[a], 1e-12);
        }
    }

    [Theory]
    [InlineData("residual", "shared", NoiseTarget.Pixels, false, false)]
    [InlineData("residual", "variable", NoiseTarget.All, false, false)]
    [InlineData("perceptron", "variable", NoiseTarget.Pixels, false, false)]
    [InlineData("residual", "shared", NoiseTarget.Pixels, true, false)] // clipped noise is not linear in its amplitude
    [InlineData("residual", "shared", NoiseTarget.Pixels, false, true)] // nor is that through an embedding that squares
    public void It_is_what_one_clean_and_one_noisy_pass_for_each_realisation_give(string kind, string weights, NoiseTarget target, bool clip, bool squares)
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(kind, weights));
        Tensor pixels = Small.Pixels(5), labels = tensor(new long[] { 0, 1, 2, 0, 1 });
        NoiseRobustnessOptions options = Few with { Noise = new() { Target = target, Clip = clip } };
        NoiseRobustnessResult result = NoiseRobustness.Measure(
            network, network, Embed, pixels, [0, 1, 2, 0, 1], options, cancellation: TestContext.Current.CancellationToken);
        Tensor signal = target == NoiseTarget.All ? Embed(pixels) : pixels;
        for (int a = 0; a < 3; a++)
        {
            double[] ratio = new double[network.Depth + 1];
            (double cosine, double error) = (0, 0);
            for (int r = 0; r < 3; r++)
            {
                Tensor noisy = options.Noise.NoisyState(signal, options.Noise.Draw(signal, r), options.Amplitudes[a], Embed), clean = Embed(pixels);
                ratio[0] += ((noisy - clean).norm(1) / clean.norm(1)).mean().item<double>() / 3;
                for (int t = 1; t <= network.Depth; t++)
                {
                    (noisy, clean) = (network.Step(noisy, t).State, network.Step(clean, t).State);
                    ratio[t] += ((noisy - clean).norm(1) / clean.norm(1)).mean().item<double>() / 3;
                }

                cosine += ((noisy * clean).sum(1) / (noisy.norm(1) * clean.norm(1))).mean().item<double>() / 3;
                error += network.Logits(noisy).argmax(1).ne(labels).to(float64).mean().item<double>() / 3;
            }

            Assert.All(ratio.Zip(result.LayerRatio[a]), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * pair.First));
            Assert.Equal(ratio[^1], result.Overall.Ratio.Mean[a], 1e-12);
            Assert.Equal(cosine, result.Overall.Cosine.Mean[a], 1e-12);
            Assert.Equal(error, result.Overall.Error.Mean[a], 1e-12);
        }

        Tensor Embed(Tensor images) => squares ? network.Embed(images.Square()) : network.Embed(images);
    }

    [Fact]
    public void In_float32_it_agrees_with_float64_within_rounding()
    {
        using LayeredNetwork wide = Small.Network(Small.Spec()), narrow = Small.Network(Small.Spec(precision: Precision.Float32));
        using Tensor pixels = Small.Pixels(5), pixels32 = pixels.to(float32);
        NoiseRobustnessResult exact = Measure(wide, pixels), rounded = Measure(narrow, pixels32);
        for (int a = 0; a < 3; a++)
        {
            Assert.All(exact.LayerRatio[a].Zip(rounded.LayerRatio[a]), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * (pair.First + 0.01)));
            Assert.Equal(exact.Overall.Cosine.Mean[a], rounded.Overall.Cosine.Mean[a], 1e-6);
        }

        static NoiseRobustnessResult Measure(LayeredNetwork network, Tensor pixels) => NoiseRobustness.Measure(
            network, network, network.Embed, pixels, [0, 1, 2, 0, 1], Few, cancellation: TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(NoiseNorm.L2, 0.5)] // ‖(3,0,4)‖ / ‖(6,0,8)‖
    [InlineData(NoiseNorm.L1, 0.5)]
    [InlineData(NoiseNorm.Elementwise, 0.5)] // the neuron at zero is left out
    public void Norms_of_a_known_vector(NoiseNorm norm, double ratio)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor clean = tensor(new[,] { { 6.0, 0, -8 } });
        Assert.Equal([ratio], NoiseRobustness.Ratio(clean, clean.Add(tensor(new[,] { { -3.0, 0, 4 } })), norm));
        Tensor other = tensor(new[,] { { 1.0, 2 } });
        double[] expected = norm switch { NoiseNorm.L2 => [1 / Math.Sqrt(5)], NoiseNorm.L1 => [1.0 / 3], _ => [0.25] };
        Assert.Equal(expected[0], NoiseRobustness.Ratio(other, tensor(new[,] { { 1.0, 3 } }), norm)[0], 1e-15);
    }

    [Theory]
    [InlineData("residual", NoiseNorm.L2, NoiseTarget.Pixels)]
    [InlineData("perceptron", NoiseNorm.Elementwise, NoiseTarget.All)]
    public void Samples_run_together_or_apart_give_the_same(string kind, NoiseNorm norm, NoiseTarget target)
    {
        using LayeredNetwork network = Small.Network(Small.Spec(kind));
        using Tensor pixels = Small.Pixels(7);
        NoiseRobustnessOptions options = Few with { Norm = norm, Noise = new() { Target = target, Seed = 9 } };
        NoiseRobustnessResult together = Measure(options), apart = Measure(options with { SamplesAtOnce = 3 });
        Close(together.Overall.Ratio.Mean, apart.Overall.Ratio.Mean);
        Close(together.Overall.Ratio.SampleDeviation, apart.Overall.Ratio.SampleDeviation);
        Close(together.Overall.Cosine.RealisationDeviation, apart.Overall.Cosine.RealisationDeviation);
        Close(together.LayerRatio[2], apart.LayerRatio[2]);
        Assert.Equal(together.Overall.Error.Mean, apart.Overall.Error.Mean);
        Assert.Equal(together.Crossings, apart.Crossings);

        NoiseRobustnessResult Measure(NoiseRobustnessOptions how) => NoiseRobustness.Measure(
            network, network, network.Embed, pixels, [0, 1, 2, 0, 1, 2, 0], how, cancellation: TestContext.Current.CancellationToken);

        static void Close(double[] expected, double[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Errors_are_counted_and_their_deviations_taken()
    {
        using DisposeScope scope = NewDisposeScope();
        // The class is whether the one pixel is above 0.5: 0.4 is misclassified where noise lifts it by more than 0.1.
        Tensor pixels = tensor(new[,] { { 0.4 }, { 0.4 }, { 0.9 } });
        NoiseRobustnessOptions options = new() { Amplitudes = [0.05, 1], Realisations = 200, Replicates = 20, Noise = new() { Distribution = NoiseDistribution.PositiveUniform } };
        NoiseRobustnessResult result = NoiseRobustness.Measure(
            new Scaling(1), new TwoClasses(), Identity, pixels, [0, 0, 1], options, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(0, result.Overall.CleanError);
        Assert.Equal(0, result.Overall.Error.Mean[0]);
        Assert.Equal(0.9, result.Classes[0].Error.Mean[1], 0.05); // u > 0.1
        Assert.Equal(0, result.Classes[1].Error.Mean[1]);
        Assert.True(double.IsNaN(result.Classes[1].Error.SampleDeviation[1])); // one sample
        Assert.Equal(Math.Sqrt(0.9 * 0.1 / 2), result.Classes[0].Error.RealisationDeviation[1], 0.06); // of the mean of two coins
        Assert.Equal((3, 2, 1), (result.Overall.Samples, result.Classes[0].Samples, result.Classes[1].Samples));
        ErrorCrossing fifth = result.Crossings[2];
        Assert.Equal(0.05 * Math.Pow(20, 0.2 / result.Overall.Error.Mean[1]), fifth.Amplitude, 1e-12);
        Assert.InRange(fifth.Amplitude, fifth.Lower, fifth.Upper);
        Assert.True(fifth.Lower < fifth.Upper);
    }

    [Fact]
    public void An_output_that_is_no_number_is_an_error()
    {
        using DisposeScope scope = NewDisposeScope();
        NoiseRobustnessResult result = NoiseRobustness.Measure(
            new Scaling(1e200), new TwoClasses(), Identity, ones([1, 1], float64), [1], Few, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1, result.Overall.CleanError);
        Assert.Equal([1, 1, 1], result.Overall.Error.Mean);
        Assert.All(result.Crossings, crossing => Assert.Equal((0, 0, 0), (crossing.Amplitude, crossing.Lower, crossing.Upper)));
    }

    [Theory]
    [InlineData(0.005, 0)] // passed without noise
    [InlineData(0.02, 0.01)] // by the least amplitude
    [InlineData(0.25, 0.1)] // on one of them
    [InlineData(0.15, 0.0316227766)] // half way in log a
    [InlineData(0.9, double.PositiveInfinity)]
    public void The_amplitude_of_an_error_is_interpolated_on_the_log_axis(double level, double amplitude) =>
        Assert.Equal(amplitude, ErrorCrossing.Find([0.01, 0.1, 1], [0.05, 0.25, 0.2], 0.01, level), 1e-9);

    [Fact]
    public void Broken_input_is_refused_in_a_sentence()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Contains("not finite", Refused(empty([1, 2], float64).Fill_(double.NaN), Few));
        Assert.Contains("samples", Refused(zeros([0, 2], float64), Few, []));
        Assert.Contains("ascending", Refused(zeros([1, 2], float64), Few with { Amplitudes = [0.1, 0.1] }));
        Assert.Contains("ascending", Refused(zeros([1, 2], float64), Few with { Amplitudes = [0] }));
        Assert.Contains("cannot be clipped", Refused(empty([1, 2], float64).Fill_(-0.1), Few with { Noise = new() { Clip = true } }));

        static string Refused(Tensor pixels, NoiseRobustnessOptions options, int[]? classes = null) => Assert.ThrowsAny<ArgumentException>(
            () => NoiseRobustness.Measure(new Scaling(1), new TwoClasses(), Identity, pixels, classes ?? [0], options)).Message;
    }

    [Fact]
    public void No_tensor_is_left()
    {
        using LayeredNetwork network = Small.Network(Small.Spec("perceptron", "variable"));
        using Tensor pixels = Small.Pixels(5);
        long before = LiveTensors.Settled();
        NoiseRobustness.Measure(
            network, network, network.Embed, pixels, [0, 1, 2, 0, 1], Few with { SamplesAtOnce = 2 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(before, LiveTensors.Count);
        Assert.Throws<ArgumentException>(() => NoiseRobustness.Measure(
            network, network, network.Embed, pixels.Sub(1), [0, 1, 2, 0, 1], Few with { Noise = new() { Clip = true } }, cancellation: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0.2, 0.3, Verdict.Reproduced)]
    [InlineData(0.3, 0.2, Verdict.Partly)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, Verdict.Partly)] // neither passes 10 %: none is earlier
    [InlineData(0.3, double.PositiveInfinity, Verdict.Reproduced)]
    public void C8_compares_both_nets_on_either_side_of_a_tenth(double perceptronAt, double residualAt, Verdict verdict)
    {
        NoiseRobustnessResult residual = Made([0.1, 0.2, 0.3], residualAt), perceptron = Made([0.05, 0.9, 0.4], perceptronAt);
        Measurement measurement = residual.CompareWith(perceptron, 4)!;
        Assert.Equal((1, 1, perceptronAt, residualAt), (
            measurement.Values["shareOfSmallBelow"], measurement.Values["shareOfLargeAbove"], measurement.Values["perceptronAmplitude"], measurement.Values["residualAmplitude"]));
        Assert.Equal((4, "7 test images, 10 realisations, 3 amplitudes"), (measurement.Seed, measurement.Over));
        Assert.Equal(verdict, ClaimResult.From(Claims.All.Single(claim => claim.Id == "C8"), [measurement]).Verdict);
    }

    [Fact]
    public void C8_needs_both_measured_alike_and_both_sides()
    {
        NoiseRobustnessResult one = Made([1, 1, 1], 0.1);
        Assert.Null(one.CompareWith(one with { Options = one.Options with { Realisations = 2 } }, 1));
        Assert.Null(one.CompareWith(one with { Options = one.Options with { Amplitudes = [0.01, 0.1] } }, 1));
        Assert.Null(one.CompareWith(one with { Split = "train" }, 1));
        NoiseRobustnessResult small = one with { Options = one.Options with { Amplitudes = [0.01, 0.02, 0.1] } };
        Assert.Equal(double.NaN, small.CompareWith(small, 1)!.Values["shareOfLargeAbove"]);
        Assert.Equal(0, small.CompareWith(small, 1)!.Values["shareOfSmallBelow"]);
    }

    private static NoiseRobustnessResult Made(double[] ratios, double tenPercent)
    {
        NoiseCurve curve = new(ratios, ratios, ratios);
        return new()
        {
            Options = new() { Amplitudes = [0.01, 0.1, 1] },
            Depth = 2,
            Overall = new(7, 0, curve, curve, curve),
            Classes = [],
            LayerRatio = [],
            Crossings = [new(0.1, tenPercent, 0, 1)],
        };
    }

    private static Tensor Identity(Tensor pixels) => pixels.clone();

    private sealed class Scaling(double factor) : IDepthMap
    {
        public int Depth => 2;

        public bool IsAutonomous => true;

        public LayerStep Step(Tensor state, int layer) => new(state.Mul(factor), state.clone(), state.clone());
    }

    private sealed class TwoClasses : IReadout
    {
        public Tensor Logits(Tensor state)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor first = state[TensorIndex.Colon, TensorIndex.Slice(0, 1)].Sub(0.5);
            return cat([-first, first], 1).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void A_ratio_that_is_no_number_is_no_measurement()
    {
        using DisposeScope scope = NewDisposeScope();
        NoiseRobustnessResult result = NoiseRobustness.Measure(
            new Scaling(-3), new TwoClasses(), Identity, Small.Pixels(4), [0, 1, 1, 0], Few, cancellation: TestContext.Current.CancellationToken);
        NoiseResponse broken = result.Overall with { Ratio = result.Overall.Ratio with { Mean = [double.NaN, 1, 2] } };
        Measurement measured = result.CompareWith(result with { Overall = broken }, seed: 1)!;
        Assert.True(double.IsNaN(measured.Values["shareOfSmallBelow"]));
        Assert.Equal(0.5, measured.Values["shareOfLargeAbove"], 0.5); // those are numbers
        Assert.Equal(Verdict.NotMeasured, Claims.All.Single(claim => claim.Id == "C8").Judge(measured.Values));
    }

    [Fact]
    public void The_bootstrap_can_be_cancelled()
    {
        NoiseTally tally = new([0.1], 1, [0, 1]);
        Assert.Throws<OperationCanceledException>(() => tally.Crossings([0.1], 10, 1, new(canceled: true)));
    }
}
