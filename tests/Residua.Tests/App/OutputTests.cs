using Residua.App.Output;
using Residua.App.Specs;
using Residua.Networks;
using Residua.Runs;
using Residua.Training;
using Xunit;

namespace Residua.Tests.App;

public sealed class OutputTests
{
    [Fact]
    public void Plain_progress_is_at_most_a_line_every_ten_seconds()
    {
        Clock clock = new();
        using StringWriter writer = new() { NewLine = "\n" };
        LineBar bar = new("train", writer, clock);
        for (int second = 0; second < 25; second++)
        {
            bar.Report(second / 25.0, $"at {second}");
            clock.Seconds++;
        }

        bar.Line("done");
        Assert.Equal("train: 40 %  at 10\ntrain: 80 %  at 20\ntrain: done\n", writer.ToString());
    }

    [Fact]
    public void A_number_that_is_not_finite_is_null() =>
        Assert.Equal("{\"a\":null,\"b\":1.5}", JsonText.Of(new { a = double.NaN, b = 1.5 }).Replace("\n", "").Replace(" ", ""));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(5e12, "4.5 TiB")]
    public void Bytes_are_readable(double bytes, string text) => Assert.Equal(text, Readable.Bytes(bytes));

    [Theory]
    [InlineData(5, "5 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(90_000, "25 h 0 min")]
    public void Durations_are_readable(int seconds, string text) => Assert.Equal(text, Readable.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("runs/a-b", "runs/a-b")]
    [InlineData("my run", "'my run'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    public void Words_are_quoted_for_a_shell(string word, string quoted) => Assert.Equal(quoted, Shell.Quote(word));

    [Fact]
    public void Costs_are_counted_from_the_specification()
    {
        RunSpec spec = new()
        {
            Network = new NetworkSpec { Layers = 2, Neurons = 10, Inputs = 4, Classes = 3, Bias = false, ClassifierBias = false },
            Training = new TrainingSpec { Batch = 8, Limit = 20, Validation = 4 },
        };
        TrainingCost cost = TrainingCost.Of(spec, trainCount: 100, testCount: 50);
        Assert.Equal((130, 16, 2), (cost.ParameterCount, cost.TrainingImages, cost.StepsPerEpoch));
        Assert.Equal(6 * 230 * 16 + 2 * 230 * 54, cost.FlopsPerEpoch);
        // Five copies of the weights; 3 signals of 2 layers, x(0) and ∂L/∂x of 8 rows of 10 neurons; bytes of 150 images.
        Assert.Equal(4 * (5 * 130 + (3 * 2 + 2) * 8 * 10) + 150 * 4, cost.MemoryBytes);
        TrainingCost Noisy(bool last) => TrainingCost.Of(spec with { Training = spec.Training! with { NoiseRegularizer = new() { Strength = 1, LastLayerOnly = last } } }, 100, 50);
        Assert.Equal((6 * 430 + 24 * 100) * 16 + 2 * 230 * 54, Noisy(last: false).FlopsPerEpoch);
        Assert.Equal((6 * 430 + 16 * 100) * 16 + 2 * 230 * 54, Noisy(last: true).FlopsPerEpoch);
        Assert.Equal(4 * (5 * 130 + (3 * 2 + 2 + 5) * 16 * 10) + 150 * 4, Noisy(last: true).MemoryBytes);
        Assert.Throws<ArgumentException>(() => TrainingCost.Of(spec with { Training = new TrainingSpec { Limit = 5, Validation = 5 } }, 100, 50));
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
