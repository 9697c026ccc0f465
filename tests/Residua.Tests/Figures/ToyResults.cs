using Residua.Analysis;
using Residua.App.Figures;
using Residua.Data;
using Residua.Training;

namespace Residua.Tests.Figures;

/// <summary>Made-up results, the same every time.</summary>
internal static class ToyResults
{
    private static readonly Random Numbers = new(7);

    public static UnrollResult Unroll { get; } = MakeUnroll([.. Enumerable.Range(1, 30), 40, 50, 60], neurons: 12);

    public static SensitiveNeuronsResult Sensitive { get; } = new()
    {
        Layers = [1, 2, 3],
        Neurons = [4, 7],
        ClassifierWeights = [0.5, 0.4],
        Samples = [90, 100],
        ByMagnitude = false,
        Residual = Draw(12),
        Cumulative = Draw(12),
        OwnClassLargest = [true, false],
    };

    public static SensitivityResult Sensitivity { get; } = new()
    {
        Depth = 3,
        Carry = 1,
        Samples = 20,
        Neurons = 12,
        Classes = 2,
        Saturation = 1e-6,
        MeanUnsaturated = [9, 6, 3],
        MeanLog10Determinant = [double.NaN, 2.5, -1, 0],
        Log10DeterminantDeviation = [double.NaN, 0.5, 0.2, 0],
        ShareSingular = [1, 0.25, 0, 0],
        ReductionError = 1e-9,
        SingularSamples = 5,
        ProductSingularValues = [[9, 3, 2], [4, 2, 1.5], [2, 1.2, 1], [1, 1, 1]],
        SingularValueError = 1e-5,
        LargestGain = [30, 12, 5, 0],
        LargestGainDeviation = Draw(4),
        RandomGain = Draw(4),
        ResidualGain = [3, double.NaN, 2, 1],
        ClassGains = [Draw(4), Draw(4)],
    };

    public static LesionResult Lesion { get; } = new()
    {
        Depth = 3,
        Samples = 200,
        PredictionSamples = 20,
        Size = 0.1,
        IntactError = 0.02,
        IntactLogitNorm = 9,
        Effects =
        [
            .. Enum.GetValues<LesionKind>().Select(kind => new LesionEffect
            {
                Kind = kind, Draws = 2, Error = [0.4, 0.1, 0], ErrorLow = [0.3, 0.05, 0], ErrorHigh = [0.5, 0.2, 0.05], Changed = Draw(3), ChangedLow = [0, 0, 0],
                ChangedHigh = [1, 1, 1], LogitChange = [5, 1, 0.01], LogitChangeDeviation = [6, 0.5, 0.005], FirstOrder = [double.NaN, 1.1, 0.01],
                Correlations = [new("first order", 0.5, double.NaN), new("log |det M'(s)|", 1, 0.25)],
            }),
        ],
    };

    public static WeightDriftResult WeightDrift { get; } = new()
    {
        Depth = 3,
        Neurons = 12,
        Norms = [1, 2, 2],
        Differences = [1.2, 0.3],
        Cosines = [0.1, 0.95],
        BiasDifferences = [double.NaN, 0.2],
        Distances = [[0, 1.2, 1.3], [1.2, 0, 0.3], [1.3, 0.3, 0]],
    };

    public static SaturationResult Saturation { get; } = new()
    {
        TrainedDepth = 3,
        Depth = 60,
        Samples = 200,
        Neurons = 12,
        Layers = Unroll.Layers,
        Thresholds = [1e-2, 1e-4, 1e-6],
        ShareBelow001 = Draw(33),
        TrevesRolls = Draw(33),
        Hoyer = Draw(33),
        EffectiveDimension = [.. Draw(32), double.NaN],
        TotalVariance = Draw(33),
        ShareLow = Draw(99),
        ShareHigh = Draw(99),
        MeanUnsaturated = [.. Draw(99).Select(share => 12 * share)],
        LeastUnsaturated = new double[99],
        MostUnsaturated = [.. Enumerable.Repeat(12.0, 99)],
        ShareUnsaturatedInAny = Draw(99),
    };

    public static IReadOnlyList<EpochMetrics> Metrics { get; } =
    [
        .. Enumerable.Range(0, 4).Select(epoch => new EpochMetrics
        {
            Epoch = epoch, Step = epoch, TrainLoss = epoch == 0 ? double.NaN : 1.0 / epoch, TrainError = 0.1, TestLoss = 2.0 / (epoch + 1),
            TestError = epoch == 3 ? 0 : 0.9 / (epoch + 1), LargestGradientNorm = 1, LearningRate = 0.1, TrainSeconds = 1, SamplesPerSecond = 1,
        }),
    ];

    public static ImageSet Images { get; } = new([.. Enumerable.Range(0, 3 * 16).Select(i => (byte)(5 * i))], [1, 0, 1], 4, 4, 2);

    /// <summary>All figures: two networks, one with a name that HTML must not take as it is.</summary>
    public static FigureInputs Inputs { get; } = new()
    {
        Networks =
        [
            new() { Name = "shared", Title = "Shared <net> & co", Letter = "a", Results = [Unroll, Sensitive, Sensitivity, Lesion, Saturation], Metrics = Metrics },
            new() { Name = "variable", Title = "Variable", Letter = "b", Results = [MakeUnroll([1, 2, 3], neurons: 5), Sensitive, WeightDrift], Metrics = Metrics },
        ],
        Data = "toy",
        Images = Images,
    };

    private static UnrollResult MakeUnroll(int[] layers, int neurons) => new()
    {
        TrainedDepth = 3,
        Depth = layers[^1],
        Samples = 200,
        Layers = layers,
        Neurons = neurons,
        Classes = 2,
        ShareDifferingBetweenClasses = 0.1,
        MeanResidual = Draw(layers.Length),
        MeanDeviation = Draw(layers.Length),
        MeanClassDeviation = Draw(layers.Length),
        MeanAbsoluteChange = [double.NaN, .. Draw(layers.Length - 1)],
        ShareOfMeansBelow001 = Draw(layers.Length),
        ShareOfMeansAbove05 = Draw(layers.Length),
        ShareOfMeansAbove099 = Draw(layers.Length),
        Mean = [.. Draw(layers.Length * neurons).Select(value => (float)value)],
        Deviation = [.. Draw(layers.Length * neurons).Select(value => (float)value)],
    };

    private static double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => Numbers.NextDouble())];
}
