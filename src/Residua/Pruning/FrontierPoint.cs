namespace Residua.Pruning;

/// <summary>A network cut after some layer, or rolled out beyond its last: what it errs and what it takes.</summary>
public sealed record FrontierPoint
{
    /// <summary>Layers that run.</summary>
    public required int Layers { get; init; }

    /// <summary>How the weights of the network are shared that is left; see <see cref="Networks.WeightLayout"/>.</summary>
    public required string Weights { get; init; }

    /// <summary>Operations an image; see <see cref="Networks.NetworkCost"/>.</summary>
    public required double Flops { get; init; }

    /// <summary>Trained numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>Bytes of the model.</summary>
    public required long Bytes { get; init; }

    /// <summary>Test error with the classifier as it is.</summary>
    public required double Error { get; init; }

    /// <summary>Lower end of its 95 % interval (Wilson, over test images).</summary>
    public required double ErrorLow { get; init; }

    /// <summary>Upper end.</summary>
    public required double ErrorHigh { get; init; }

    /// <summary>Test loss, mean cross-entropy in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>Test error with the classifier fitted anew; null where it was not.</summary>
    public double? RefitError { get; init; }

    /// <summary>Test loss with it.</summary>
    public double? RefitLoss { get; init; }

    /// <summary>Time of a forward pass, for each batch size.</summary>
    public required LatencyStatistics[] Latency { get; init; }
}
