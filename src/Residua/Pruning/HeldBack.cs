using Residua.Data;
using Residua.Training;

namespace Residua.Pruning;

/// <summary>Training images in two parts: one to fit classifiers and score layers on, one to judge on. No image is in both.</summary>
/// <param name="Fit">To fit and score on.</param>
/// <param name="Images">To judge on.</param>
/// <param name="Kind">What they are.</param>
public sealed record HeldBack(ImageSet Fit, ImageSet Images, HeldBackKind Kind)
{
    /// <summary>Those that the network was not trained on where there are any: validation images, else images past the limit; else some drawn with the seed.</summary>
    /// <param name="train">All training images, pooled.</param>
    /// <param name="training">How the network was trained; null where that is not known.</param>
    /// <param name="seed">The seed it was trained with.</param>
    /// <param name="most">How many to judge on at most; of the validation images all. A fifth of all where there are fewer.</param>
    /// <exception cref="ArgumentException">There are fewer than two images.</exception>
    public static HeldBack Of(ImageSet train, TrainingSpec? training, int seed, int most)
    {
        int used = training is { Limit: > 0 } ? Math.Min(training.Limit, train.Count) : train.Count;
        if (training is { Validation: > 0 })
        {
            (ImageSet fit, ImageSet validation) = train.Take(used).Split(training.Validation, seed);
            return new(fit, validation, HeldBackKind.Validation);
        }

        if (used < train.Count)
        {
            int count = Math.Min(most, train.Count - used);
            return new(train.Take(used), train.Select([.. Enumerable.Range(used, count)]), HeldBackKind.BeyondLimit);
        }

        (ImageSet rest, ImageSet drawn) = train.Split(Math.Max(1, Math.Min(most, train.Count / 5)), seed);
        return new(rest, drawn, training is null ? HeldBackKind.Unknown : HeldBackKind.TrainedOn);
    }
}
