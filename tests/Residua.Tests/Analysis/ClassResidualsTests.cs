using Residua.Analysis;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class ClassResidualsTests
{
    [Fact]
    public void Means_deviations_and_differences_are_those_of_each_class()
    {
        using DisposeScope scope = NewDisposeScope();
        // Class 0: means 0.5, 0.3, 1; class 1: 0.5, 0.15, 0.25; class 2 has no sample.
        Tensor y = tensor(new[,] { { 0.25, 0.3, 1 }, { 0.5, 0.15, 0.25 }, { 0.75, 0.3, 1 } });
        ClassResidualsResult result = ClassResiduals.Measure(y, [0, 1, 0], 3, 40);
        Assert.Equal((40, 3, 0), (result.Layer, result.Neurons, result.NotFinite));
        Assert.Equal([2, 1, 0], result.Samples);
        Assert.Equal([0.5f, 0.3f, 1f, 0.5f, 0.15f, 0.25f, float.NaN, float.NaN, float.NaN], result.Mean);
        Assert.Equal([0.25f, 0, 0, 0, 0, 0, float.NaN, float.NaN, float.NaN], result.Deviation);
        Assert.Equal(0.25 / 3, result.ClassDeviation[0], 1e-15);
        Assert.Equal(0, result.ClassDeviation[1]);
        Assert.Equal(0.25 / 6, result.MeanClassDeviation, 1e-15);

        Assert.Equal(0.25 / 6, result.ActiveClassDeviation, 1e-15);
        Assert.Equal(0.25 / 2, (result with { Mean = [0.5f, 0, 0, 0.5f, 0, 0, float.NaN, 0, 0] }).ActiveClassDeviation, 1e-15);

        Assert.Equal(2 / 3.0, result.Differing); // 0.15 and 0.75 are above 0.1, 0 is not
        Assert.Equal(1 / 3.0, result.MeanShareDiffering[^1]); // above 0.5 only the last
        double[] matrix = result.ShareDiffering[^9..];
        Assert.Equal([0, 1 / 3.0, double.NaN, 1 / 3.0, 0, double.NaN, double.NaN, double.NaN, double.NaN], matrix);

        Measurement measurement = result.ToMeasurement(4);
        Assert.Equal((result.Differing, result.MeanClassDeviation), (measurement.Values["shareDiffering"], measurement.Values["classDeviation"]));
        Assert.Contains("0.042", measurement.Note);
        Assert.Equal((4, "0–2 test images a class at layer 40"), (measurement.Seed, measurement.Over));
    }

    [Fact]
    public void Identical_samples_have_no_deviation_and_tell_no_classes_apart()
    {
        using DisposeScope scope = NewDisposeScope();
        ClassResidualsResult result = ClassResiduals.Measure(empty([6, 4], float32).Fill_(0.1), [0, 0, 0, 1, 1, 1], 2, 1);
        Assert.All(result.Deviation, deviation => Assert.Equal(0, deviation));
        Assert.All(result.ShareDiffering, share => Assert.Equal(0, share));
    }

    [Fact]
    public void One_neuron_and_one_sample_are_enough()
    {
        using DisposeScope scope = NewDisposeScope();
        ClassResidualsResult result = ClassResiduals.Measure(empty([1, 1], float32).Fill_(0.5), [0], 1, 1);
        Assert.Equal([0.5f], result.Mean);
        Assert.Equal(0, result.MeanClassDeviation);
        Assert.Equal(double.NaN, result.Differing); // no pair of classes
    }

    [Fact]
    public void A_class_whose_activity_overflowed_has_no_numbers_and_the_others_keep_theirs()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = tensor(new[,] { { 1.0, 2 }, { 1, double.PositiveInfinity }, { 3, 2 } });
        ClassResidualsResult result = ClassResiduals.Measure(y, [0, 1, 2], 3, 9);
        Assert.Equal(1, result.NotFinite);
        Assert.False(double.IsFinite(result.ClassDeviation[1]));
        Assert.Equal(0.5, result.Differing); // classes 0 and 2
        Assert.Equal(0, result.MeanClassDeviation);
    }

    [Fact]
    public void Wrong_classes_are_refused_and_no_tensor_is_left()
    {
        using Tensor y = ones([2, 3]);
        Assert.Contains("0 to 1", Assert.Throws<ArgumentException>(() => ClassResiduals.Measure(y, [0, 2], 2, 1)).Message);
        Assert.Contains("1 are given", Assert.Throws<ArgumentException>(() => ClassResiduals.Measure(y, [0], 2, 1)).Message);
        long before = LiveTensors.Settled();
        ClassResiduals.Measure(y, [0, 1], 2, 1);
        Assert.Equal(before, LiveTensors.Count);
    }
}
