using TorchSharp;

namespace Residua.Dynamics;

/// <summary>Where an integration came to, and what it took. Owns its state.</summary>
public sealed record Integration : IDisposable
{
    /// <summary>The last state, [B,D]; that at <see cref="Time"/>.</summary>
    public required torch.Tensor State { get; init; }

    /// <summary>The time reached: the one asked for when <see cref="Outcome"/> is Done.</summary>
    public required double Time { get; init; }

    /// <summary>Why it stopped.</summary>
    public required IntegrationOutcome Outcome { get; init; }

    /// <summary>Steps taken.</summary>
    public required int Accepted { get; init; }

    /// <summary>Steps tried and thrown away because their error was too large; 0 for fixed steps.</summary>
    public required int Rejected { get; init; }

    /// <summary>Evaluations of the velocity.</summary>
    public required int Evaluations { get; init; }

    /// <inheritdoc />
    public void Dispose() => State.Dispose();
}
