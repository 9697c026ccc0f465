using Residua.Analysis;
using Residua.App.Explorer.Plots;
using Residua.App.Explorer.Services;
using Residua.Networks;
using Residua.Systems;
using Residua.Tests.App;
using Residua.Tests.Data;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Explorer;

public sealed class TrajectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Statistics_over_all_samples_are_put_together_from_those_of_classes()
    {
        // One layer, one neuron; class 0: 1, 3; class 1 has no sample; class 2: 8.
        TrajectoryData data = Data(1, [2, 0, 1], [2, float.NaN, 8], [1, float.NaN, 0]);
        Assert.Equal([0, 2], data.Classes);
        NeuronSeries all = data.Of(Signals.Residual, null);
        Assert.Equal(4, all.Mean(0, 0), 1e-6);
        Assert.Equal(Math.Sqrt((9 + 1 + 16) / 3.0), all.Deviation(0, 0), 1e-6);
        Assert.Same(all, data.Of(Signals.Residual, null));
        Assert.Equal((8, 0), (data.Of(Signals.Residual, 2).Mean(0, 0), data.Of(Signals.Residual, 2).Deviation(0, 0)));
    }

    [Fact]
    public void Arrays_of_another_size_are_refused() =>
        Assert.Contains("class-trajectories", Assert.Throws<InvalidDataException>(() => Data(2, [1], [1, 2, 3], [0, 0])).Message);

    [Fact]
    public void An_address_is_made_good_whatever_it_says()
    {
        TrajectoryData data = Data(3, [1, 1], [1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]);
        TrajectoryChoice usual = TrajectoryChoice.Of(new(), data);
        Assert.Equal(("y", 3, 3, false, true, true, 1), (usual.Letter, usual.Last, usual.Shown, usual.IsLog, usual.HasBand, usual.IsSorted, usual.Place));
        Assert.Equal([0, 1], usual.Classes);
        Assert.Null(usual.Map);
        Assert.Null(usual.Brush);

        TrajectoryChoice asked = TrajectoryChoice.Of(
            new() { Classes = "1", Signal = "z", Last = "2", Axis = "log", Band = "off", Map = "1", Order = "index", Rows = "max", Brush = "0-0", Layer = "3" }, data);
        Assert.Equal(("z", 2, 2, true, false, false, 2), (asked.Letter, asked.Last, asked.Shown, asked.IsLog, asked.HasBand, asked.IsSorted, asked.Place));
        Assert.Equal([1], asked.Classes);
        Assert.Equal((1, true, (0, 0)), (asked.Map, asked.IsMaximum, asked.Brush));

        TrajectoryChoice bad = TrajectoryChoice.Of(
            new() { Classes = "7,x", Signal = "w", Neurons = "-", Last = "-2147483648", Axis = "?", Map = "9", Brush = "3-1", Layer = "99999999999999" }, data);
        Assert.Equal(("y", 2, 1), (bad.Letter, bad.Last, bad.Place)); // too long a number counts as none
        Assert.Equal([0, 1], bad.Classes);
        Assert.Null(bad.Map);
        Assert.Null(bad.Brush);
        Assert.Empty(TrajectoryChoice.Of(new() { Classes = "none" }, data).Classes);
    }

    [Theory]
    [InlineData(-0.5, 9.5, null)]
    [InlineData(-7, 99, null)]
    [InlineData(2.4, 6.2, "3-6")]
    [InlineData(4.2, 4.4, "4-4")]
    [InlineData(-3, 2.9, "0-2")]
    public void A_zoom_chooses_the_rows_within_it(double least, double most, string? expected) => Assert.Equal(expected, TrajectoryChoice.BrushOf(least, most, 10));

    [Fact]
    public void Brushed_rows_are_those_neurons_in_the_order_of_the_heat_map()
    {
        // One class, two layers, three neurons; at layer 2 the order is 1, 2, 0.
        TrajectoryData data = Data(2, [1], [0, 0, 0, 9, 3, 5], new float[6], neurons: 3);
        Assert.Equal([2, 0], NeuronOrder.Chosen(data, TrajectoryChoice.Of(new() { Brush = "1-2", Neurons = "1" }, data)));
        Assert.Equal([1], NeuronOrder.Chosen(data, TrajectoryChoice.Of(new() { Neurons = "1" }, data)));
        Assert.Equal([1, 2], NeuronOrder.Chosen(data, TrajectoryChoice.Of(new() { Brush = "1-2", Order = "index" }, data)));
        Plot lines = TrajectoryPlots.Lines(data, TrajectoryChoice.Of(new() { Brush = "1-2" }, data), new(false));
        Assert.Equal([[1.0, "class 0", 0.0, 0.0], [2.0, "class 0", 7.0, 0.0]], lines.Table.Rows);
    }

    [Fact]
    public void A_heat_map_keeps_evenly_spaced_neurons_or_the_maximum_of_each_bin_and_exports_all()
    {
        NeuronMapRequest request = new("m", "M", "y", [1, 2], [.. Enumerable.Range(0, 1000)], (l, i) => l + (i % 7 == 0 ? i : 0), 1);
        Assert.Equal([.. Thin.Even(1000, NeuronMap.MostRows).Select(i => Thin.Round(i % 7 == 0 ? i : 0))], First(NeuronMap.Of(request, new(false))));
        double[] largest = First(NeuronMap.Of(request with { IsMaximum = true }, new(false)));
        Assert.Equal((NeuronMap.MostRows, 994.0, 0.0), (largest.Length, largest.Max(), largest[1])); // 3, 4 and 5 are no multiples of 7
        Assert.Equal(2000, NeuronMap.Of(request, new(false)).Table.Rows.Count());
        Assert.Contains("maximum over 4 neurons", NeuronMap.Of(request with { IsMaximum = true }, new(false)).Caption);
        Assert.Contains("Every row is one neuron.", NeuronMap.Of(request with { Rows = (10, 20) }, new(false)).Caption);

        static double[] First(Plot plot) => [.. ((Plotly.Blazor.Traces.HeatMap)plot.Traces[0]).Z.Select(row => ((double[])row)[0])];
    }

    [Fact]
    public void A_runs_results_come_back_as_they_were_stored()
    {
        string run = SmallRun.Train(_folder);
        RunCard card = new("run", run, null) { Name = "run", Changed = DateTime.UtcNow, Size = 0 };
        Assert.Null(TrajectoryData.Load(card));
        Assert.Equal(0, Cli.Run("analyze", run, "--what", "unroll", "--depth", "120", "--samples", "20", "--quiet").Code);
        TrajectoryData unroll = TrajectoryData.Load(card)!;
        Assert.Equal((false, 3, 120, 16), (unroll.HasClasses, unroll.TrainedDepth, unroll.Depth, unroll.Neurons));
        Assert.Equal(0, Cli.Run("analyze", run, "--what", "class-trajectories", "--depth", "120", "--samples", "20", "--quiet").Code);
        TrajectoryData classes = TrajectoryData.Load(card)!;
        Assert.Equal((true, 10, 120), (classes.HasClasses, classes.Classes.Count(), classes.Layers[^1]));
        Assert.NotNull(classes.Unroll);
        (NeuronSeries merged, NeuronSeries known) = (classes.Of(Signals.Residual, null), unroll.Of(Signals.Residual, null));
        for (int i = 0; i < 16; i++)
        {
            int l = classes.Layers.Count - 1;
            Assert.Equal(known.Mean(unroll.Layers.Count - 1, i), merged.Mean(l, i), 1e-5);
            Assert.Equal(known.Deviation(unroll.Layers.Count - 1, i), merged.Deviation(l, i), 1e-5);
        }
    }

    [Fact]
    public void A_sample_is_read_out_at_every_layer()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        LoadedNetwork loaded = new(network, Small.Images(9));
        long before = LiveTensors.Settled();
        SampleReading sample = SampleStudy.Read(loaded, 99, 20, TestContext.Current.CancellationToken);
        Assert.Equal(before, LiveTensors.Count);
        Assert.Equal((8, 9, 2, 5, 20), (sample.Index, sample.Count, sample.Label, sample.Trained, sample.Layers));
        Assert.StartsWith("data:image/png;base64,iVBOR", sample.Picture);
        Assert.Equal(sample.Answer.Probability, sample.Probability(5, sample.Answer.Class), 1e-12);
        Assert.Equal(sample.Answer.Class, sample.ClassAt(5));
        Assert.All(Enumerable.Range(0, 21), t => Assert.Equal(1, Enumerable.Range(0, 3).Sum(c => sample.Probability(t, c)), 1e-12));

        using DisposeScope scope = NewDisposeScope();
        Tensor state = network.Embed(Residua.Data.ImageTensors.Pixels(loaded.Test, [8], network.Type, network.Device));
        for (int t = 1; t <= 20; t++)
        {
            LayerStep step = network.Step(state, t);
            state = step.State;
            Assert.Equal(step.Residual[0, 3].item<double>(), sample.Residual(t, 3), 1e-6);
            Assert.Equal(network.Logits(state).softmax(1)[0, 1].item<double>(), sample.Probability(t, 1), 1e-12);
        }

        Assert.Equal(5, SampleStudy.Read(loaded, -3, -1, TestContext.Current.CancellationToken).Layers);
    }

    private static TrajectoryData Data(int layers, int[] samples, float[] mean, float[] deviation, int neurons = 1) => new(
        new ClassTrajectoriesResult
        {
            TrainedDepth = Math.Min(2, layers),
            Depth = layers,
            Layers = [.. Enumerable.Range(1, layers)],
            Samples = samples,
            Neurons = neurons,
            StateMean = mean,
            StateDeviation = deviation,
            ResidualMean = mean,
            ResidualDeviation = deviation,
            PreActivationMean = mean,
            PreActivationDeviation = deviation,
        }, null);
}
