using Residua.Data;
using Residua.Networks;
using static TorchSharp.torch;

namespace Residua.Training;

/// <summary>Trains a network to classify images. Pure: the network and the images given are not changed.</summary>
public static class Trainer
{
    /// <summary>Trains a copy of <paramref name="start"/> and returns it, with fewer layers where its depth adapted.</summary>
    /// <param name="start">The untrained network; with <paramref name="resume"/>, only its specification matters.</param>
    /// <param name="train">Training images, already limited and pooled.</param>
    /// <param name="test">Test images, measured after every epoch.</param>
    /// <param name="spec">How to train.</param>
    /// <param name="seed">The run's seed: the order of batches and the validation split follow from it.</param>
    /// <param name="resume">Where to go on from; null to begin. The outcome is the same bit for bit on one machine and thread count.</param>
    /// <param name="observer">Is told of progress and handed checkpoints.</param>
    /// <param name="cancellation">Stops after the step in progress, with a checkpoint.</param>
    /// <exception cref="ArgumentException">The specification, the images and the network do not fit together.</exception>
    /// <exception cref="DivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">Training was stopped; a checkpoint was handed over first.</exception>
    public static LayeredNetwork Run(
        LayeredNetwork start, ImageSet train, ImageSet test, TrainingSpec spec, int seed, Checkpoint? resume, ITrainingObserver observer, CancellationToken cancellation = default)
    {
        using IDisposable noGradient = no_grad();
        using TrainingSession session = Session(start, train, test, spec, seed, observer);
        session.Run(resume, cancellation);
        return session.TakeNetwork();
    }

    /// <summary>
    /// Only begins: measures <paramref name="start"/> and hands over its checkpoint of epoch 0, from which <see cref="Run"/> goes on to train it. For a start
    /// that does not follow from specification and seed.
    /// </summary>
    /// <inheritdoc cref="Run"/>
    public static void Begin(LayeredNetwork start, ImageSet train, ImageSet test, TrainingSpec spec, int seed, ITrainingObserver observer)
    {
        using IDisposable noGradient = no_grad();
        using TrainingSession session = Session(start, train, test, spec, seed, observer);
        session.Begin();
    }

    private static TrainingSession Session(LayeredNetwork start, ImageSet train, ImageSet test, TrainingSpec spec, int seed, ITrainingObserver observer)
    {
        spec.Validate();
        ImageSet? validation = null;
        if (spec.Limit > 0)
        {
            train = train.Take(Math.Min(spec.Limit, train.Count));
        }

        if (spec.Validation > 0)
        {
            (train, validation) = train.Split(spec.Validation, seed);
        }

        CheckFit(start.Spec, train, test);
        spec.NoiseRegularizer?.CheckFit(start.Spec);
        return new(start.Clone(), train, test, validation, spec, seed, observer);
    }

    private static void CheckFit(NetworkSpec network, ImageSet train, ImageSet test)
    {
        if (train.Count == 0)
        {
            throw new ArgumentException("There are no training images; lower --validation or raise --limit.");
        }

        foreach (ImageSet images in new[] { train, test })
        {
            if (images.Rows * images.Columns != network.Inputs)
            {
                throw new ArgumentException(
                    $"The images have {images.Rows} × {images.Columns} = {images.Rows * images.Columns} pixels, but the network takes {network.Inputs}.");
            }

            if (images.Classes > network.Classes)
            {
                throw new ArgumentException($"The images have {images.Classes} classes, but the network tells {network.Classes} apart.");
            }
        }
    }
}
