using Residua.Analysis;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class LinearProbeTests
{
    [Fact]
    public void Classes_with_a_plane_between_them_are_told_apart()
    {
        using Tensor features = tensor(new[,] { { 0.0, 9 }, { 1, 5 }, { 2, -3 }, { 5, 8 }, { 6, -4 }, { 7, 1 } });
        using LinearProbe probe = LinearProbe.Fit([features], [0, 0, 0, 1, 1, 1], 2, 1e-6);
        Assert.Equal(1, probe.Accuracy([features], [0, 0, 0, 1, 1, 1]));
        Assert.Equal(0, probe.Accuracy([features], [1, 1, 1, 0, 0, 0]));
        using Tensor outputs = probe.Outputs([features]), sums = outputs.sum(1);
        Assert.All(sums.data<double>().ToArray(), sum => Assert.Equal(1, sum, 1e-9)); // the one-hot targets' sum, and theirs is its mean
    }

    [Fact]
    public void The_weights_are_those_of_the_normal_equations()
    {
        // One feature, centred -1, 0, 1, and class 1's target, centred -1/3, -1/3, 2/3: w = Σ v t / (Σ v² + λ Σ v²) = 1 / (2 + 1).
        using Tensor features = tensor(new[,] { { 4.0 }, { 5 }, { 6 } });
        using LinearProbe probe = LinearProbe.Fit([features], [0, 0, 1], 2, 0.5);
        using Tensor outputs = probe.Outputs([features]);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(i / 3.0, outputs[i, 1].item<double>(), 1e-12));
    }

    [Fact]
    public void Products_of_samples_and_of_features_give_the_same_probe()
    {
        using DisposeScope scope = NewDisposeScope();
        const int samples = 40, features = 30;
        Tensor block = rand([samples, features], float64), padded = cat([block, zeros([samples, features], float64)], 1); // 60 features: more than samples
        int[] classes = [.. Enumerable.Range(0, samples).Select(i => i * 7 % 3)];
        using LinearProbe primal = LinearProbe.Fit([block], classes, 3, 0.3 * features / samples), dual = LinearProbe.Fit([padded], classes, 3, 0.3);
        Assert.True(Small.RelativeDifference(dual.Outputs([padded]), primal.Outputs([block])) < 1e-9); // the mean diagonals are in the ratio features : samples
        using LinearProbe split = LinearProbe.Fit([padded[.., ..11], padded[.., 11..]], classes, 3, 0.3);
        Assert.True(Small.RelativeDifference(split.Outputs([padded[.., ..11], padded[.., 11..]]), dual.Outputs([padded])) < 1e-9);
    }

    [Fact]
    public void More_samples_than_a_strip_of_the_products_are_put_together_right()
    {
        using DisposeScope scope = NewDisposeScope();
        const int samples = 1200;
        Tensor block = randn([samples, 700], float64), other = zeros([samples, 700], float64);
        int[] classes = [.. Enumerable.Range(0, samples).Select(i => block[i, 0].item<double>() > 0 ? 1 : 0)];
        using LinearProbe primal = LinearProbe.Fit([block], classes, 2, 0.1 * 700 / samples), dual = LinearProbe.Fit([block, other], classes, 2, 0.1);
        Assert.True(Small.RelativeDifference(dual.Outputs([block, other]), primal.Outputs([block])) < 1e-8);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(900)] // more features than samples
    public void Of_all_penalties_it_is_the_probe_of_the_one_chosen_and_it_can_be_ended(int features)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor block = randn([100, features], float64);
        int[] classes = [.. Enumerable.Range(0, 100).Select(i => i % 3)];
        using LinearProbe chosen = LinearProbe.Fit([block], classes, 3);
        Tensor kept = tensor(Enumerable.Range(0, 100).Where(i => i % 5 != 4).Select(i => (long)i).ToArray());
        using LinearProbe alone = LinearProbe.Fit([block.index_select(0, kept)], [.. classes.Where((_, i) => i % 5 != 4)], 3, chosen.Penalty);
        Assert.True(Small.RelativeDifference(chosen.Outputs([block]), alone.Outputs([block])) < 1e-9);
        Assert.Equal([.. chosen.Outputs([block]).argmax(1).data<long>().Select(i => (int)i)], chosen.Predict([block]));
        Assert.Throws<OperationCanceledException>(() => LinearProbe.Fit([block], classes, 3, new CancellationToken(true)));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(900)] // more features than samples
    public void What_is_known_of_toy_data_is_found_and_shuffled_labels_give_chance(int features)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(3, CPU);
        (Tensor train, int[] trainClasses) = Draw(600);
        (Tensor test, int[] testClasses) = Draw(2000);
        using LinearProbe probe = LinearProbe.Fit([train], trainClasses, 2);
        Assert.Contains(probe.Penalty, LinearProbe.Penalties);

        // Means ±1 along one axis, unit variance: the best possible is Φ(1) = 0.841.
        Assert.InRange(probe.Accuracy([test], testClasses), features > 600 ? 0.6 : 0.81, 0.87);

        int[] shuffled = [.. trainClasses.Select((_, i) => i * 37 % 600 / 300)];
        using LinearProbe chance = LinearProbe.Fit([train], shuffled, 2);
        Assert.InRange(chance.Accuracy([test], testClasses), 0.42, 0.58);

        (Tensor, int[]) Draw(int count)
        {
            Tensor points = randn([count, features], float32, CPU, generator: generator);
            int[] classes = [.. Enumerable.Range(0, count).Select(i => i % 2)];
            using Tensor first = points.select(1, 0);
            first.Add_(tensor(classes.Select(c => (2f * c) - 1).ToArray()));
            return (points, classes);
        }
    }

    [Fact]
    public void Features_without_variance_give_the_most_frequent_class()
    {
        using Tensor features = ones([10, 4]), many = ones([10, 40]);
        int[] classes = [0, 1, 1, 1, 0, 1, 1, 1, 1, 1];
        using LinearProbe few = LinearProbe.Fit([features], classes, 2), dual = LinearProbe.Fit([many], classes, 2);
        Assert.Equal(0.8, few.Accuracy([features], classes));
        Assert.Equal(0.8, dual.Accuracy([many], classes));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        using Tensor features = ones([4, 2]), broken = features.clone();
        broken.Fill_(double.NaN);
        Assert.Contains("one row a sample", Assert.Throws<ArgumentException>(() => LinearProbe.Fit([features], [0, 1], 2, 0.1)).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => LinearProbe.Fit([broken], [0, 1, 0, 1], 2, 0.1)).Message);
        Assert.Contains("there are 4", Assert.Throws<ArgumentException>(() => LinearProbe.Fit([features], [0, 1, 0, 1], 2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => LinearProbe.Fit([features], [0, 1, 0, 1], 2, 0));
    }

    [Fact]
    public void No_tensor_is_left()
    {
        using Tensor features = rand(20, 3), many = rand(20, 30);
        using DisposeScope scope = NewDisposeScope();
        int[] classes = [.. Enumerable.Range(0, 20).Select(i => i % 3)];
        foreach (Tensor each in new[] { features, many })
        {
            using LinearProbe probe = LinearProbe.Fit([each], classes, 3);
            probe.Accuracy([each], classes);
        }

        Assert.Equal(0, scope.DisposablesCount);
    }
}
