using Residua.Dynamics;

namespace Residua.Analysis;

/// <summary>
/// The network's map beside its flow at the trained depth T: Euler steps of size h, T/h of them, against the adaptive
/// integrator. With shared weights h = 1 is the network.
/// </summary>
public sealed record FlowComparisonResult
{
    /// <summary>T.</summary>
    public required int Depth { get; init; }

    /// <summary>How many samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>The network itself, the map.</summary>
    public required FlowGap Network { get; init; }

    /// <summary>h, largest first; [H].</summary>
    public required double[] Steps { get; init; }

    /// <summary>Euler's method with each h; [H].</summary>
    public required FlowGap[] Euler { get; init; }

    /// <summary>Largest |x(T) of the network - x(T) of Euler steps of size 1| over the largest |x(T)|: rounding alone with shared weights.</summary>
    public required double UnitStepDifference { get; init; }

    /// <summary>Share of samples that the flow puts into a class that is not theirs.</summary>
    public required double FlowError { get; init; }

    /// <summary>log2 of the ratio of the last two state distances: 1 where Euler's method has come to its order.</summary>
    public required double ObservedOrder { get; init; }

    /// <summary>How the adaptive integration ended; if not by Done, what compares with it is not a number.</summary>
    public required IntegrationOutcome Outcome { get; init; }

    /// <summary>The time that it reached.</summary>
    public required double TimeReached { get; init; }

    /// <summary>Its tolerance, relative and absolute.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Steps that it took.</summary>
    public required int AcceptedSteps { get; init; }

    /// <summary>Steps that it threw away.</summary>
    public required int RejectedSteps { get; init; }

    /// <summary>Velocities that it evaluated.</summary>
    public required int Evaluations { get; init; }

    /// <summary>The layers, 1..T; [T].</summary>
    public required int[] Layers { get; init; }

    /// <summary>Mean residual of the network over samples and neurons; [T].</summary>
    public required double[] NetworkMean { get; init; }

    /// <summary>The same of the flow at the same times; [T].</summary>
    public required double[] FlowMean { get; init; }

    /// <summary>Mean over samples of ‖y_network(t) - y_flow(t)‖ / ‖y_flow(t)‖; [T].</summary>
    public required double[] Distance { get; init; }
}
