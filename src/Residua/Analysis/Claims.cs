using static Residua.Analysis.QuantityFormat;
using static Residua.Analysis.VerdictRules;

namespace Residua.Analysis;

/// <summary>What the paper claims, C1 to C17, each with the rule for its verdict.</summary>
/// <remarks>Limits hold to 1e-9, so that the rounding of a difference of two fractions decides nothing.</remarks>
public static class Claims
{
    /// <summary>All claims, in order.</summary>
    public static IReadOnlyList<Claim> All { get; } =
    [
        new("C1", "15 layers of 1064 neurons with shared weights: test error on MNIST", "1.4 %",
            "≤ 1.5 % (≤ 1.8 %)", "training",
            [new("testError", "test error", Percent)],
            v => Either(AtMost(v["testError"], 0.015), AtMost(v["testError"], 0.018))),

        new("C2", "The same with variable weights: test error on MNIST", "1.8 %",
            "≤ 1.9 % (≤ 2.3 %)", "training",
            [new("testError", "test error", Percent)],
            v => Either(AtMost(v["testError"], 0.019), AtMost(v["testError"], 0.023))),

        new("C3", "Shared weights, 1000 layers: the stable residuals are sparse, a few not zero, with negligible deviation over 200 samples", "Fig. 2A",
            "≥ 80 % of mean residuals < 0.01, ≤ 10 % > 0.5, mean standard deviation ≤ 0.05 (two of three)", "figure-2a",
            [new("shareBelow001", "mean residuals < 0.01", Percent), new("shareAbove05", "mean residuals > 0.5", Percent), new("meanDeviation", "mean standard deviation")],
            v => AllOr(2, AtLeast(v["shareBelow001"], 0.8), AtMost(v["shareAbove05"], 0.1), AtMost(v["meanDeviation"], 0.05))),

        new("C4", "Variable weights: settled by layer 4, no deviation over samples after it; more neurons at their maximum than in C3", "Fig. 2B",
            "mean standard deviation ≤ 0.02 at layers 5–15, and a larger share > 0.99 (one)", "figure-2b",
            [
                new("largestLateDeviation", "largest mean standard deviation at layers 5–15"),
                new("shareAbove099", "mean residuals > 0.99", Percent),
                new("sharedShareAbove099", "the shared net's", Percent),
            ],
            v => AllOr(1, AtMost(v["largestLateDeviation"], 0.02), v["shareAbove099"] > v["sharedShareAbove099"])),

        new("C5", "Perceptron: it oscillates at layer 1000, with a high deviation within a class", "Fig. 2C, 5C–D",
            "mean |y(t) − y(t−1)| ≥ 0.05 there, standard deviation within a class ≥ 3× the residual net's (one)", "figure-2c",
            [
                new("meanAbsoluteChange", "mean |y(t) − y(t−1)|"),
                new("classDeviation", "standard deviation within a class"),
                new("residualClassDeviation", "the residual net's"),
            ],
            v => AllOr(1, AtLeast(v["meanAbsoluteChange"], 0.05), AtLeast(v["classDeviation"], 3 * v["residualClassDeviation"]))),

        new("C6", "Eigenvalues at the class means of layer 1000: classes 0, 2, 3 have one small positive one (about 0.02), all others are negative", "§6",
            "≥ 8 classes with at most one positive, none > 0.1 (median count ≤ 3)", "eigenvalues",
            [
                new("classesWithAtMostOne", "classes with at most one positive", Count),
                new("largestEigenvalue", "largest real part"),
                new("medianPositive", "median count of positive ones", Count),
            ],
            v => Either(AtLeast(v["classesWithAtMostOne"], 8) && AtMost(v["largestEigenvalue"], 0.1), AtMost(v["medianPositive"], 3))),

        new("C7", "The neuron to which a class is most sensitive (largest K) has its largest mean x(15) for that class", "9 of 10 classes",
            "≥ 9 (≥ 7) of 10 classes, neurons chosen by signed K; by |K| reported beside it", "figure-3b",
            [new("classes", "classes, by K", Count), new("classesByMagnitude", "by |K|", Count, Required: false)],
            v => Either(AtLeast(v["classes"], 9), AtLeast(v["classes"], 7))),

        new("C8", "Noise: the perceptron's noise-to-signal ratio is below the residual net's for a < 0.1 and above it beyond; its error passes 10 % earlier", "Fig. 4",
            "below for a < 0.1, above beyond, error passes 10 % at a smaller a: all three (two)", "figure-4",
            [
                new("shareOfSmallBelow", "amplitudes < 0.1 with the perceptron's ratio below", Percent),
                new("shareOfLargeAbove", "amplitudes > 0.1 with it above", Percent),
                new("perceptronAmplitude", "amplitude at which the perceptron passes 10 % error"),
                new("residualAmplitude", "the residual net's"),
            ],
            v => AllOr(2, AtLeast(v["shareOfSmallBelow"], 1), AtLeast(v["shareOfLargeAbove"], 1), v["perceptronAmplitude"] < v["residualAmplitude"])),

        new("C9", "|det M'(4)| is orders of magnitude above |det M'(10)|", "App. A",
            "median log10 of the ratio ≥ 2 (≥ 1)", "sensitivity",
            [new("medianLog10Ratio", "median log10 of the ratio")],
            v => Either(AtLeast(v["medianLog10Ratio"], 2), AtLeast(v["medianLog10Ratio"], 1))),

        new("C10", "Class means at layer 1000 differ in few dimensions; the deviation within a class is negligible", "Fig. 5A–B",
            "≤ 10 % of neurons differ by > 0.1 between two classes on average; mean standard deviation ≤ 0.05 (one)", "figure-5",
            [new("shareDiffering", "neurons that differ", Percent), new("classDeviation", "mean standard deviation within a class")],
            v => AllOr(1, AtMost(v["shareDiffering"], 0.1), AtMost(v["classDeviation"], 0.05))),

        new("C11", "Trajectories cluster by class in the UMAP plane; cosine matrices have their row maximum on the diagonal, the perceptron with larger contrast", "Fig. 6",
            "class accuracy of nearest neighbours in the plane ≥ 0.9; 10 of 10 rows in both nets; larger contrast (two)", "figure-6bc",
            [
                new("neighbourAccuracy", "accuracy of nearest neighbours", Percent),
                new("residualRows", "rows, residual net", Count),
                new("perceptronRows", "rows, perceptron", Count),
                new("residualContrast", "contrast, residual net"),
                new("perceptronContrast", "contrast, perceptron"),
            ],
            v => AllOr(2,
                AtLeast(v["neighbourAccuracy"], 0.9),
                AtLeast(v["residualRows"], 10) && AtLeast(v["perceptronRows"], 10),
                v["perceptronContrast"] > v["residualContrast"])),

        new("C12", "Adaptive depth, variable weights: 3 layers, 1.7 % test error", "3 layers, 1.7 %",
            "≤ 3 layers and ≤ 1.8 % (≤ 5 layers and ≤ 2.1 %)", "depth",
            [new("layers", "layers", Count), new("testError", "test error", Percent)],
            v => Either(
                AtMost(v["layers"], 3) && AtMost(v["testError"], 0.018),
                AtMost(v["layers"], 5) && AtMost(v["testError"], 0.021))),

        new("C13", "Adaptive depth, shared weights: 5 layers, error unchanged", "5 layers",
            "≤ 5 layers, ≤ 0.1 points above the unpruned (≤ 7 layers, ≤ 0.2)", "depth",
            [new("layers", "layers", Count), new("testError", "test error", Percent), new("unprunedTestError", "unpruned", Percent)],
            v => Either(
                AtMost(v["layers"], 5) && AtMost(v["testError"] - v["unprunedTestError"], 0.001),
                AtMost(v["layers"], 7) && AtMost(v["testError"] - v["unprunedTestError"], 0.002))),

        new("C14", "Variable weights: near the output the matrices converge to one", "§6",
            "relative difference of the last two pairs ≤ 0.1 (≤ 0.3)", "weight-drift",
            [new("lastDifference", "relative difference, last pair"), new("previousDifference", "pair before it")],
            v => Either(
                AtMost(Math.Max(v["lastDifference"], v["previousDifference"]), 0.1),
                AtMost(Math.Max(v["lastDifference"], v["previousDifference"]), 0.3))),

        new("C15", "Small noise is always suppressed in the perceptron", "§5, eq. 7",
            "‖ξ(t)‖ falls at every layer for every sample at a = 0.001 (on average)", "noise-flow-perceptron",
            [new("shareFalling", "samples whose noise falls at every layer", Percent), new("largestMeanGrowth", "largest growth of mean ‖ξ‖ from layer to layer, ×")],
            v => Either(v["shareFalling"] >= 1, v["largestMeanGrowth"] < 1)),

        new("C16", "The number of fixed points of eq. 3 is 3^N", "§4",
            "an exhaustive count for N ≤ 6 gives 3^N every time", "fixed-point-count",
            [new("leastShare", "least count over 3^N"), new("largestShare", "largest count over 3^N")],
            v => Either(AtLeast(v["leastShare"], 1) && AtMost(v["largestShare"], 1), false)),

        new("C17", "Transients are separable by class", "contribution 1",
            "a linear probe on y(1..T) has ≥ 97 % test accuracy, and more than the probe on y(T) alone (one)", "separability",
            [new("transientAccuracy", "probe on y(1..T)", Percent), new("lastAccuracy", "on y(T)", Percent)],
            v => AllOr(1, AtLeast(v["transientAccuracy"], 0.97), v["transientAccuracy"] > v["lastAccuracy"])),
    ];
}
