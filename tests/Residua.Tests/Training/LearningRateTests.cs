using Residua.Training;
using Xunit;

namespace Residua.Tests.Training;

public sealed class LearningRateTests
{
    private static readonly TrainingSpec s_spec = new() { LearningRate = 2, WarmupSteps = 10 };

    [Fact]
    public void Warm_up_rises_linearly_to_the_peak()
    {
        foreach (string schedule in new[] { "constant", "step", "cosine" })
        {
            double[] rates = [.. Enumerable.Range(0, 11).Select(step => LearningRate.At(s_spec with { Schedule = schedule }, step, 110))];
            Assert.Equal(0.2, rates[0], 1e-12);
            Assert.Equal(2, rates[9], 1e-12);
            Assert.Equal(2, rates[10], 1e-12);
        }
    }

    [Fact]
    public void Cosine_falls_through_half_to_nothing()
    {
        Assert.Equal(1, LearningRate.At(s_spec, 60, 110), 1e-12);
        Assert.Equal(0, LearningRate.At(s_spec, 110, 110), 1e-12);
    }

    [Fact]
    public void Step_drops_at_the_parts_named()
    {
        TrainingSpec spec = s_spec with { Schedule = "step", Drops = [0.6, 0.85], DropFactor = 0.2 };
        Assert.Equal(2, LearningRate.At(spec, 59, 100), 1e-12);
        Assert.Equal(0.4, LearningRate.At(spec, 60, 100), 1e-12);
        Assert.Equal(0.08, LearningRate.At(spec, 85, 100), 1e-12);
    }

    [Fact]
    public void One_cycle_rises_to_the_peak_at_three_tenths_and_falls()
    {
        TrainingSpec spec = s_spec with { Schedule = "one-cycle" };
        Assert.Equal(2.0 / 25, LearningRate.At(spec, 0, 100), 1e-12);
        Assert.Equal(2, LearningRate.At(spec, 30, 100), 1e-12);
        Assert.Equal(2e-4, LearningRate.At(spec, 100, 100), 1e-12);
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("step")]
    [InlineData("cosine")]
    [InlineData("one-cycle")]
    public void Never_leaves_zero_to_peak(string schedule)
    {
        foreach (int steps in new[] { 1, 5, 10, 11, 1000 }) // fewer steps than the warm-up too
        {
            Assert.All(Enumerable.Range(0, steps), step => Assert.InRange(LearningRate.At(s_spec with { Schedule = schedule }, step, steps), 0, 2));
        }
    }

    [Fact]
    public void Unknown_schedule_is_refused()
    {
        Assert.Contains("cosine", Assert.Throws<ArgumentException>(() => new TrainingSpec { Schedule = "sine" }.Validate()).Message);
    }
}
