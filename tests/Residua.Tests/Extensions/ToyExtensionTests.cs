using System.CommandLine;
using Residua.App.Analyses;
using Residua.App.Commands;
using Residua.App.Figures;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Residua.Systems;
using Residua.Tests.App;
using Residua.Tests.Data;
using Residua.Tests.Figures;
using SkiaSharp;
using TorchSharp;
using Xunit;

namespace Residua.Tests.Extensions;

/// <summary>A data set, an analysis, a figure and a command, each in one class, work without any other change.</summary>
public sealed class ToyExtensionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_toy_data_set_is_a_data_source()
    {
        IDataSource source = new ToySource();
        DataSet data = source.Open(new(null, null, default));
        Assert.Equal((12, 6), (data.Train.Count, data.Test.Count));
        Assert.Equal(DataState.Embedded, source.Locate(new(null, null, default)).State);
    }

    [Fact]
    public void A_toy_analysis_stores_its_result_and_a_toy_figure_draws_it()
    {
        RunFolder run = RunFolder.Open(SmallRun.Train(_folder));
        ToyAnalysis analysis = new();
        ToyCommand command = new(run, analysis);
        GlobalOptions options = new();
        ParseResult parsed = new RootCommand { command }.Parse("toy");
        Report report = command.Run(new(parsed, command, options, TextWriter.Null, default));
        Assert.IsType<ToyResult>(report.Document);

        ToyResult stored = analysis.Load(RunFolder.Open(run.Path));
        Assert.InRange(stored.Length, 1e-3, 1e3);
        FigureInputs inputs = new() { Networks = [new() { Name = "run", Title = "Run", Results = [stored] }] };
        SavedFigure saved = Drawing.Save(Directory.CreateDirectory(_folder["figures"]).FullName, ToyFigure.From(inputs).Single());
        Assert.Equal(["length", $"{stored.Length:R}"], File.ReadAllLines(saved.Csv[0]));
        Assert.True(new FileInfo(saved.Png).Length > 0);
    }

    private sealed record ToyResult(double Length);

    private sealed class ToySource : IDataSource
    {
        public string Name => "toy";

        public string Description => "Made up.";

        public bool CanFetch => false;

        public DataSet Open(DataRequest request) => new(Name, Small.Images(12), Small.Images(6), Verified: true, "embedded");

        public DataLocation Locate(DataRequest request) => new(Name, DataState.Embedded, "embedded", "");
    }

    private sealed class ToyAnalysis() : RunAnalysis("toy", "the mean length of y(T)")
    {
        public override IReadOnlyList<Option> Options => [];

        public override string? Refusal(LayeredNetwork network) => null;

        public override AnalysisOutcome Run(AnalysisCall call)
        {
            using torch.Tensor x0 = call.Embed(call.Samples(20).Images);
            using Trajectory trajectory = Rollout.Run(call.Network, x0, call.Network.Depth, new() { Signals = Signals.Residual, SignalLayers = LayerSelection.Last });
            using torch.Tensor length = trajectory[Signals.Residual].norm(2).mean();
            ToyResult result = new(length.item<float>());
            call.Store(this, result);
            return new(result, [("Length", $"{result.Length:G4}")]);
        }

        public override ToyResult Load(RunFolder run) => run.ReadResult<ToyResult>(Name);
    }

    private sealed class ToyFigure(ToyResult result) : IFigure
    {
        public static IEnumerable<IFigure> From(FigureInputs inputs) =>
            inputs.Networks.Select(network => network.Find<ToyResult>()).OfType<ToyResult>().Select(found => new ToyFigure(found));

        public string Name => "toy";

        public FigureText Text => new("A toy", "One bar.");

        public SKSizeI Size => new(50, 20);

        public IEnumerable<FigureTable> Tables => [new(Name, ["length"], [[result.Length]])];

        public void Draw(SKCanvas canvas)
        {
            using SKPaint paint = new() { Color = SKColors.Black };
            canvas.DrawRect(0, 0, (float)Math.Min(50, result.Length), 10, paint);
        }
    }

    private sealed class ToyCommand(RunFolder run, ToyAnalysis analysis) : Verb("toy", "Analyse a run", Settings.None)
    {
        public override Report Run(Invocation call)
        {
            DataSet data = Images.Open(run.Spec, call, bar: null);
            using LayeredNetwork network = run.LoadNetwork(torch.CPU);
            AnalysisOutcome outcome = analysis.Run(new(call, run, network, run.WeightsSha256(), data, new SampleOptions()));
            return new(outcome.Result, _ => { });
        }
    }
}
