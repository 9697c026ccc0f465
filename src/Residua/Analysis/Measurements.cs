
namespace Residua.Analysis;

/// <summary>The named values that claims are judged by, taken from results of one seed.</summary>
public static class Measurements
{
    /// <summary>C1 and C2: the test error, a fraction.</summary>
    public static Measurement TestError(int seed, double error, int testImages) =>
        new() { Seed = seed, Values = new Dictionary<string, double> { ["testError"] = error }, Over = $"{testImages} test images" };

    /// <summary>C3: sparseness and deviation over samples at the last layer of the shared residual net.</summary>
    public static Measurement Sparseness(int seed, UnrollResult shared) => new()
    {
        Seed = seed,
        Values = new Dictionary<string, double>
        {
            ["shareBelow001"] = shared.ShareOfMeansBelow001[^1],
            ["shareAbove05"] = shared.ShareOfMeansAbove05[^1],
            ["meanDeviation"] = shared.MeanDeviation[^1],
        },
        Over = AtLastLayer(shared),
    };

    /// <summary>C4: deviation after layer 4 of the variable residual net, and saturation at its last layer beside the shared net's.</summary>
    public static Measurement Settling(int seed, UnrollResult variable, UnrollResult shared)
    {
        int[] late = [.. Enumerable.Range(0, variable.Layers.Length).Where(l => variable.Layers[l] >= 5 && variable.Layers[l] <= variable.TrainedDepth)];
        int last = Array.FindLastIndex(variable.Layers, layer => layer <= variable.TrainedDepth);
        return new()
        {
            Seed = seed,
            Values = new Dictionary<string, double>
            {
                ["largestLateDeviation"] = late.Length == 0 ? double.NaN : late.Max(l => variable.MeanDeviation[l]),
                ["shareAbove099"] = last < 0 ? double.NaN : variable.ShareOfMeansAbove099[last],
                ["sharedShareAbove099"] = shared.ShareOfMeansAbove099[^1],
            },
            Over = $"{Images(variable.Samples, variable.Split)} at layers 5–{variable.TrainedDepth} of the variable net, {AtLastLayer(shared)} of the shared net",
        };
    }

    /// <summary>C5: change from layer to layer and deviation within a class at the perceptron's last layer, beside the shared residual net's.</summary>
    public static Measurement Oscillation(int seed, UnrollResult perceptron, UnrollResult shared) => new()
    {
        Seed = seed,
        Values = new Dictionary<string, double>
        {
            ["meanAbsoluteChange"] = perceptron.MeanAbsoluteChange[^1],
            ["classDeviation"] = perceptron.MeanClassDeviation[^1],
            ["residualClassDeviation"] = shared.MeanClassDeviation[^1],
        },
        Over = $"{AtLastLayer(perceptron)} of the perceptron, {AtLastLayer(shared)} of the residual net",
    };

    /// <summary>C7: for how many classes the most sensitive neuron has its largest mean x(T) for that class.</summary>
    /// <param name="seed">The seed of the net.</param>
    /// <param name="signed">Neurons chosen by K.</param>
    /// <param name="byMagnitude">Neurons chosen by |K|; null when that was not done.</param>
    public static Measurement SensitiveClasses(int seed, SensitiveNeuronsResult signed, SensitiveNeuronsResult? byMagnitude)
    {
        Dictionary<string, double> values = new() { ["classes"] = signed.OwnClassLargest.Count(own => own) };
        if (byMagnitude is not null)
        {
            values["classesByMagnitude"] = byMagnitude.OwnClassLargest.Count(own => own);
        }

        (int least, int most) = (signed.Samples.Min(), signed.Samples.Max());
        return new() { Seed = seed, Values = values, Over = $"{(least == most ? $"{least}" : $"{least}–{most}")} {Kind(signed.Split)} images a class" };
    }

    /// <summary>C11: clusters in the plane, and the cosine matrices of the states x(T) of both nets.</summary>
    /// <param name="seed">The seed of the nets.</param>
    /// <param name="plane">The plane, of the shared residual net.</param>
    /// <param name="residual">Of the shared residual net.</param>
    /// <param name="perceptron">Of the perceptron.</param>
    public static Measurement Clustering(int seed, TrajectoryPlaneResult plane, CosineSimilarityResult residual, CosineSimilarityResult perceptron) => new()
    {
        Seed = seed,
        Values = new Dictionary<string, double>
        {
            ["neighbourAccuracy"] = plane.NeighbourAccuracy,
            ["residualRows"] = residual.State.RowsLargestOnDiagonal,
            ["perceptronRows"] = perceptron.State.RowsLargestOnDiagonal,
            ["residualContrast"] = residual.State.Contrast,
            ["perceptronContrast"] = perceptron.State.Contrast,
        },
        Over = $"whole transients of {Images(plane.Samples, plane.Split)} in the residual net's plane; cosines of {Images(residual.Samples.Sum(), residual.Split)} at layer {residual.Layer} of the residual net "
            + $"and of {Images(perceptron.Samples.Sum(), perceptron.Split)} at layer {perceptron.Layer} of the perceptron",
    };

    /// <summary>C12 and C13: the layers that adaptive depth left, and the test error.</summary>
    /// <param name="seed">The seed of the nets.</param>
    /// <param name="layers">Layers left.</param>
    /// <param name="error">The test error with them, a fraction.</param>
    /// <param name="testImages">What it is over.</param>
    /// <param name="unprunedError">That of the net of fixed depth; null where the claim names none.</param>
    public static Measurement AdaptedDepth(int seed, int layers, double error, int testImages, double? unprunedError = null)
    {
        Dictionary<string, double> values = new() { ["layers"] = layers, ["testError"] = error };
        if (unprunedError is { } unpruned)
        {
            values["unprunedTestError"] = unpruned;
        }

        return new() { Seed = seed, Values = values, Over = $"{testImages} test images" };
    }

    private static string AtLastLayer(UnrollResult result) => $"{Images(result.Samples, result.Split)} at layer {result.Layers[^1]}";

    private static string Images(int samples, string split) => $"{samples} {Kind(split)} images";

    private static string Kind(string split) => split == "test" ? "test" : "training";
}
