namespace Residua.Pruning;

/// <summary>What the images are on which it is decided how many layers may go; never the test images.</summary>
public enum HeldBackKind
{
    /// <summary>The validation images of the run, which it was not trained on.</summary>
    Validation,

    /// <summary>Training images past the run's limit, which it was not trained on.</summary>
    BeyondLimit,

    /// <summary>Training images that the network was trained on, so that errors on them are too small; but pruning learns nothing from them.</summary>
    TrainedOn,

    /// <summary>Training images of weights that came from elsewhere or are pruned: whether they were trained on is not known.</summary>
    Unknown,
}
