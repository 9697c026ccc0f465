using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Residua.Training;

namespace Residua.App.Specs;

/// <summary>What training will take, counted from the specification alone.</summary>
/// <param name="ParameterCount">Trainable numbers.</param>
/// <param name="TrainingImages">Images of an epoch.</param>
/// <param name="StepsPerEpoch">Optimiser steps of an epoch.</param>
/// <param name="FlopsPerEpoch">Floating-point operations of an epoch's training steps and its measurement on the test images.</param>
/// <param name="MemoryBytes">Weights, gradients, optimiser state, signals of a batch, and images; without libtorch itself.</param>
internal sealed record TrainingCost(long ParameterCount, int TrainingImages, int StepsPerEpoch, double FlopsPerEpoch, double MemoryBytes)
{
    /// <summary>How <see cref="FlopsPerEpoch"/> is counted.</summary>
    public const string FlopsFormula =
        "2 (T N² + C N) an image forward, and 2 N P more for a projecting embedding; backward twice that; test and validation images forward alone; " +
        "a noise regulariser takes each training image through the layers twice, and through 6 products more of 4 N² (4 with --last-layer-only)";

    /// <summary>How <see cref="MemoryBytes"/> is counted.</summary>
    public const string MemoryFormula =
        "weights (the start is kept), gradients and optimiser state; x [T+1,B,N], y and ∂L/∂z [T,B,N], and z where f' needs it, for a whole and for the last batch; images as bytes; a noise regulariser doubles the rows B and has 5 [B,N] of its own; libtorch itself comes on top";

    /// <summary>Counts for a fitted specification and so many images of <see cref="NetworkSpec.Inputs"/> pixels.</summary>
    public static TrainingCost Of(RunSpec spec, int trainCount, int testCount)
    {
        NetworkSpec network = spec.Network;
        TrainingSpec training = spec.Training ?? new();
        int images = (training.Limit > 0 ? Math.Min(training.Limit, trainCount) : trainCount) - training.Validation;
        if (images < 1)
        {
            throw new ArgumentException("There are no training images; lower --validation or raise --limit.");
        }

        double t = network.Layers, n = network.Neurons, c = network.Classes, rows = Math.Min(training.Batch, images) + images % training.Batch;
        NoiseRegularizerSpec? noise = training.NoiseRegularizer is { Strength: > 0 } regularizer ? regularizer : null;
        int passes = noise is null ? 1 : 2, terms = noise is null ? 0 : Math.Min(2, network.Layers), reached = noise is { LastLayerOnly: true } ? 1 : terms;
        double products = t * n * n + c * n;
        double embedding = InputEmbeddings.Get(network.Embedding).NeedsProjection ? 2 * n * network.Inputs : 0;
        double flops = images * (6 * (passes * t * n * n + c * n) + 4 * (terms + 2 * reached) * n * n + passes * embedding) + (testCount + training.Validation) * (2 * products + embedding);

        int copies = training.Optimizer == "adamw" ? 5 : 4; // start, weights, gradients, and one or two moments
        int signals = Activations.Get(network.Activation).DerivativeNeedsPreActivation ? 4 : 3;
        double buffers = signals * t + 2 + (noise is null ? 0 : terms + 3);
        double numbers = copies * (double)network.ParameterCount + buffers * passes * rows * n;
        double bytes = numbers * (network.Precision == Precision.Float64 ? 8 : 4) + ((double)trainCount + testCount) * network.Inputs;
        return new(network.ParameterCount, images, (images + training.Batch - 1) / training.Batch, flops, bytes);
    }
}
