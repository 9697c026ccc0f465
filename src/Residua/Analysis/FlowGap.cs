namespace Residua.Analysis;

/// <summary>How far something is from the flow at the trained depth T, over the samples.</summary>
public sealed record FlowGap
{
    /// <summary>Mean of ‖y'(T) - y(T)‖ / ‖y(T)‖, y of the flow and y' of what is compared with it.</summary>
    public required double Residual { get; init; }

    /// <summary>Mean of ‖x'(T) - x(T)‖ / ‖x(T)‖.</summary>
    public required double State { get; init; }

    /// <summary>Mean of ‖logits' - logits‖ / ‖logits‖.</summary>
    public required double Logits { get; init; }

    /// <summary>Share of samples put into the class that the flow puts them into.</summary>
    public required double ShareSameClass { get; init; }

    /// <summary>Share of samples put into a class that is not theirs.</summary>
    public required double Error { get; init; }
}
