using Residua.Analysis;
using Residua.App.Analyses;
using Residua.App.Figures;
using Residua.Data;
using Residua.Numerics;
using Residua.Pruning;
using Residua.Tests.Dynamics;
using Residua.Training;
using static TorchSharp.torch;

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

    public static SensitiveNeuronsPair SensitivePair { get; } = new(Sensitive, Sensitive with { ByMagnitude = true, Neurons = [5, 7], OwnClassLargest = [false, false] });

    public static NoiseRobustnessResult Noise { get; } = new()
    {
        Options = new() { Amplitudes = [0.01, 0.1, 1] },
        Depth = 3,
        Overall = Response(100),
        Classes = [Response(99), Response(1)],
        LayerRatio = [Draw(4), Draw(4), Draw(4)],
        Crossings = [new(0.05, 0, 0, 0), new(0.1, 0.2, 0.1, double.PositiveInfinity), new(0.5, double.PositiveInfinity, 0.9, double.PositiveInfinity)],
    };

    public static NoiseFlowResult NoiseFlow(bool perceptron) => new()
    {
        Perceptron = perceptron,
        Options = new() { Amplitudes = [0.001, 0.5] },
        Depth = 3,
        Samples = 10,
        VariableWeights = true,
        Amplitudes =
        [
            new(0.001, Draw(4), Draw(3), 0.5, [Prediction("one"), Prediction("other")]),
            new(0.5, Draw(4), Draw(3), 1, [Prediction("one"), Prediction("other") with { Norm = [1, 1e9, double.NaN], RelativeError = [0, 1e9, double.PositiveInfinity] }]),
        ],
        LinesDifference = perceptron ? null : 1e-15,
        Conditions = perceptron ? new(2, Draw(3), Draw(3), Draw(3), Draw(3), Draw(3), Draw(3)) : null,
    };

    /// <summary>Of two classes and five neurons; one mean is not a number.</summary>
    public static ClassResidualsResult Classes { get; } = new()
    {
        Layer = 60,
        Neurons = 5,
        Samples = [3, 2],
        NotFinite = 0,
        ClassDeviation = [0.1, 0.2],
        Thresholds = [0.01, 0.1, 0.5],
        ShareDiffering = [0, 0.8, 0.8, 0, 0, 0.4, 0.4, 0, 0, 0, 0, 0],
        MeanShareDiffering = [0.8, 0.4, 0],
        Mean = [0.1f, 0.9f, 0.5f, 0, 0, 0.2f, 0.7f, float.NaN, 0, 0],
        Deviation = [0.1f, 0.2f, 0.3f, 0, 0, 0, 0, 0, 0.5f, 0.4f],
    };

    /// <summary>Of two classes and two layers.</summary>
    public static LogitAttributionResult Logits { get; } = new()
    {
        Layers = [0, 1, 2],
        Samples = [3, 1],
        Bias = [0.1, -0.1],
        OtherBias = [-0.1, 0.1],
        Contribution = Draw(12),
        OtherContribution = Draw(6),
        MarginContribution = [0.5, -0.2, 0.7, 0.1, 0.4, double.NaN],
        LargestAt = [1, 0, 2, 0, 1, 0],
        ShareNegative = [0, 0.75, 0],
        MeanCancelling = 0.2,
        Accuracy = [0.5, 0.75, 1],
        DecidedAt = [2, 1, 0, 0, 0, 1],
    };

    /// <summary>Of two classes, one of them with a single sample.</summary>
    public static CosineSimilarityResult Cosines { get; } = new()
    {
        Layer = 3,
        Samples = [2, 1],
        State = new() { Classes = 2, Values = [0.9, 0.25, 0.25, double.NaN], WithoutDirection = 0 },
        Residual = new() { Classes = 2, Values = [0.8, -0.25, -0.25, double.NaN], WithoutDirection = 0 },
    };

    /// <summary>Of three layers, and two of another network.</summary>
    public static CkaResult Cka { get; } = new()
    {
        Layers = 3,
        OtherLayers = 2,
        Other = "other",
        Samples = 100,
        Residual = [1, 0.75, 0.5, 0.75, 1, 0.625, 0.5, 0.625, 1],
        State = [1, 0.75, double.NaN, 0.75, 1, double.NaN, double.NaN, double.NaN, double.NaN],
        CrossResidual = Draw(6),
        CrossState = Draw(6),
        BySamples = false,
        Operations = 1e9,
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
        SharedWeights = true,
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

    public static SeparabilityResult Separability { get; } = new()
    {
        Layers = [0, 1, 2, 3],
        ResidualProbe = [double.NaN, .. Draw(3)],
        StateProbe = Draw(4),
        ResidualNeighbours = [double.NaN, .. Draw(3)],
        StateNeighbours = Draw(4),
        ResidualSilhouette = [double.NaN, .. Draw(3)],
        StateSilhouette = Draw(4),
        ResidualPenalty = [double.NaN, 0.1, 0.1, 0.1],
        TransientAccuracy = 0.9,
        TransientPenalty = 0.01,
        TransientAloneRight = 3,
        LastAloneRight = 1,
        TransientNeighbours = 0.8,
        TransientSilhouette = 0.3,
        NetworkAccuracy = double.NaN,
        TrainSamples = 50,
        TestSamples = 40,
        NeighbourSamples = 20,
        Neighbours = 5,
    };

    public static IReadOnlyList<EpochMetrics> Metrics { get; } =
    [
        .. Enumerable.Range(0, 4).Select(epoch => new EpochMetrics
        {
            Epoch = epoch, Step = epoch, TrainLoss = epoch == 0 ? double.NaN : 1.0 / epoch, TrainError = 0.1, TestLoss = 2.0 / (epoch + 1),
            TestError = epoch == 3 ? 0 : 0.9 / (epoch + 1), LargestGradientNorm = 1, LearningRate = 0.1, TrainSeconds = 1, SamplesPerSecond = 1,
            Depth = epoch == 0 ? null : new()
            {
                Weights = "shared", Layers = 5 - epoch, WeightsAfter = "shared", LayersAfter = epoch == 3 ? 2 : 4 - epoch, Threshold = 0.01,
                Action = epoch == 3 ? DepthAction.Kept : DepthAction.Changed, Removed = epoch == 3 ? [] : [5 - epoch],
                Changes = [double.NaN, .. Enumerable.Range(1, 4 - epoch).Select(layer => 0.01 / layer)],
                OnValidation = false, ErrorBefore = 0.9 / (epoch + 1), ErrorAfter = 1.0 / (epoch + 1),
            },
        }),
    ];

    public static ImageSet Images { get; } = new([.. Enumerable.Range(0, 3 * 16).Select(i => (byte)(5 * i))], [1, 0, 1], 4, 4, 2);

    /// <summary>All figures: two networks, one with a name that HTML must not take as it is.</summary>
    public static FigureInputs Inputs { get; } = new()
    {
        Networks =
        [
            new()
            {
                Name = "shared",
                Title = "Shared <net> & co",
                Letter = "a",
                Results =
                [
                    Unroll, SensitivePair,
                    Eigenvalues(1), EndPoints(1), FixedPointCount.Run(1, 3),
                    Noise, NoiseFlow(perceptron: false),
                    Classes, Logits, Cosines, Cka,
                    Sensitivity, Lesion, Saturation,
                    Flow(1), Oscillating(1), Transient(1), Interacting(1),
                    Plane(byLayer: false), Separability,
                    Frontier(shared: true), EarlyExits,
                ],
                Metrics = Metrics,
            },
            new()
            {
                Name = "variable",
                Title = "Variable",
                Letter = "b",
                Results =
                [
                    MakeUnroll([1, 2, 3], neurons: 5), SensitivePair,
                    Eigenvalues(0), EndPoints(0),
                    Noise, NoiseFlow(perceptron: true),
                    Classes, Cosines,
                    WeightDrift,
                    Flow(0), Oscillating(0), Transient(0), Interacting(0),
                    Plane(byLayer: true),
                    Frontier(shared: false), EarlyExits with { MarginRefusal = "no", Points = EarlyExits.Points[1..] },
                ],
                Metrics = Metrics,
            },
        ],
        AllSeeds =
        [
            new() { Name = "shared", Title = "Shared <net> & co", Seed = 1, Results = [EndPoints(1)], Metrics = Metrics },
            new() { Name = "variable", Title = "Variable", Seed = 2, Results = [EndPoints(0)], Metrics = Metrics },
        ],
        Data = "toy",
        Images = Images,
    };

    public static FrontierResult Frontier(bool shared) => new()
    {
        Depth = 3,
        TestImages = 100,
        FitImages = shared ? 50 : 0,
        ScoreImages = 20,
        Threads = 1,
        SharedWeights = shared,
        Criteria = shared ? [] : [.. Enum.GetValues<DropCriterion>().Select(criterion => new CriterionCurve(new(criterion, 0, Draw(3), [3, 1, 2]), Draw(3)))],
        Points =
        [
            .. Enumerable.Range(1, shared ? 6 : 3).Select(k => new FrontierPoint
            {
                Layers = k, Weights = "shared", Flops = 1e6 * k, Parameters = 100, Bytes = 400, Error = k == 3 ? 0 : 0.5 / k, ErrorLow = 0.4 / k, ErrorHigh = 0.6 / k, Loss = 1.0 / k,
                RefitError = shared ? 0.3 / k : null, RefitLoss = shared ? 0.8 / k : null, Latency = [new(1, 3, 1e-4 * k, 9e-5 * k, 1.2e-4 * k), new(128, 3, 1e-3 * k, 9e-4 * k, 1.2e-3 * k)],
            }),
        ],
    };

    public static EarlyExitResult EarlyExits => new()
    {
        Depth = 3,
        Samples = 10,
        FullError = 0.1,
        Points = [new(null, 2.8, 0.1, 0, [0, 2, 8]), new(0.01, 2.4, 0.1, 0.1, [0, 6, 4]), new(0.1, 2, 0.2, 0.2, [0, 10, 0])],
    };

    public static TrajectoryPlaneResult Plane(bool byLayer)
    {
        int[] points = [.. Enumerable.Range(0, 24)];
        return new()
        {
            ByLayer = byLayer,
            Samples = byLayer ? 8 : 24,
            Layers = 3,
            Neighbours = 5,
            MinDistance = 0.1,
            Components = 4,
            ShareOfVariance = 0.9,
            PcaShareOfVariance = 0.5,
            QualityNeighbours = 3,
            Umap = new(0.9, 0.8, 0.7),
            Pca = new(0.8, 0.7, 0.6),
            FullNeighbourAccuracy = 0.95,
            Plane = [.. Draw(48).Select(value => (float)value)],
            PcaPlane = [.. Draw(48).Select(value => (float)value)],
            Sample = [.. points.Select(i => byLayer ? i / 3 : i)],
            Layer = [.. points.Select(i => byLayer ? 1 + (i % 3) : 0)],
            Class = [.. points.Select(i => i / 3 % 2)],
        };
    }

    private static JacobianEigenvaluesResult Eigenvalues(double carry)
    {
        using DenseSystem system = new(DenseSystem.Random(8, 1), carry);
        using Tensor z = tensor(DenseSystem.Random(8, 2, gain: 4)), y = z.sigmoid(), previous = y.Mul(0.9);
        return JacobianEigenvalues.Find(system, 60, y, z, previous, [0, 0, 0, 0, 1, 1, 1, 1], new());
    }

    /// <summary>As many eigenvalues as large networks have, evenly over a disc of radius 1.</summary>
    public static JacobianEigenvaluesResult ManyEigenvalues()
    {
        JacobianEigenvaluesResult few = Eigenvalues(0);
        const int Neurons = 4000;
        double[] radii = [.. Draw(few.ClassMeans.Length * Neurons).Select(Math.Sqrt)], turns = Draw(radii.Length);
        double[] real = [.. radii.Zip(turns, (radius, turn) => radius * Math.Cos(Math.Tau * turn))], imaginary = [.. radii.Zip(turns, (radius, turn) => radius * Math.Sin(Math.Tau * turn))];
        return few with { Neurons = Neurons, FlowReal = [.. real.Select(value => value - 1)], FlowImaginary = imaginary, MapReal = real, MapImaginary = imaginary };
    }

    private static FixedPointsResult EndPoints(double carry)
    {
        using DenseSystem system = new(DenseSystem.Random(8, 1), carry);
        using Tensor z = tensor(DenseSystem.Random(8, 2, gain: 4));
        return FixedPoints.Find(system, 60, z, [0, 0, 0, 0, 1, 1, 1, 1], new());
    }

    private static FlowComparisonResult Flow(double carry)
    {
        using ToyMap map = new(carry, "logistic", DenseSystem.Random(8, 1));
        using Tensor x0 = tensor(DenseSystem.Random(8, 2));
        return FlowComparison.Run(map, map, x0, [0, 0, 0, 0, 1, 1, 1, 1], new() { MaximumSteps = carry == 0 ? 1 : 100, Halvings = carry == 0 ? 0 : 3 }); // the perceptron's does not come to its end
    }

    // With carry 0 a network of different weights, of which exponents alone are known.
    private static OscillationResult Oscillating(double carry)
    {
        using ToyMap map = new(carry, "logistic", carry == 0 ? [DenseSystem.Random(8, 1), DenseSystem.Random(8, 3)] : [DenseSystem.Random(8, 1)]);
        using Tensor x0 = tensor(DenseSystem.Random(8, 2));
        return Oscillation.Measure(map, x0, carry == 0 ? 5 : 60, x0, new() { Exponents = 2, ExponentSamples = 3 });
    }

    private static TransientResult Transient(double carry)
    {
        using ToyMap map = new(carry, "logistic", DenseSystem.Random(8, 1));
        using Tensor x0 = tensor(DenseSystem.Random(8, 2));
        return TransientMeasures.Measure(map, x0, 60, new() { AmplificationSamples = 2 });
    }

    private static InteractionsResult Interacting(double carry)
    {
        using ToyMap map = new(carry, "logistic", DenseSystem.Random(8, 1));
        using Tensor x0 = tensor(DenseSystem.Random(8, 2)), z = tensor(DenseSystem.Random(8, 4, gain: 4)), y = z.sigmoid();
        return Interactions.Measure(map, x0, 60, z, y, y, [0, 0, 0, 0, 2, 2, 2, 2], new() { Bins = 9 }); // class 1 has no samples
    }

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

    private static NoiseResponse Response(int samples) => new(samples, 0.01, Curve(), Curve(), Curve());

    private static NoiseCurve Curve() => new([0, .. Draw(2)], [double.NaN, .. Draw(2)], Draw(3));

    private static NoisePrediction Prediction(string form) => new(form, Draw(3), [0, .. Draw(2)], Draw(3), [double.NaN, .. Draw(2)], 2);

    private static double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => Numbers.NextDouble())];
}
