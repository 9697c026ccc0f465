using Residua.Analysis;
using Residua.App.Figures;
using Residua.Data;
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
            new() { Name = "shared", Title = "Shared <net> & co", Letter = "a", Results = [Unroll, Sensitive, Eigenvalues(1), EndPoints(1), FixedPointCount.Run(1, 3), Flow(1), Oscillating(1), Transient(1), Interacting(1)], Metrics = Metrics },
            new() { Name = "variable", Title = "Variable", Letter = "b", Results = [MakeUnroll([1, 2, 3], neurons: 5), Sensitive, Eigenvalues(0), EndPoints(0), Flow(0), Oscillating(0), Transient(0), Interacting(0)], Metrics = Metrics },
        ],
        Data = "toy",
        Images = Images,
    };

    private static JacobianEigenvaluesResult Eigenvalues(double carry)
    {
        using DenseSystem system = new(DenseSystem.Random(8, 1), carry);
        using Tensor z = tensor(DenseSystem.Random(8, 2, gain: 4)), y = z.sigmoid(), previous = y * 0.9;
        return JacobianEigenvalues.Find(system, 60, y, z, previous, [0, 0, 0, 0, 1, 1, 1, 1], new());
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

    private static double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => Numbers.NextDouble())];
}
