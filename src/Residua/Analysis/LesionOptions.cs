namespace Residua.Analysis;

/// <summary>How <see cref="Lesions"/> perturbs layers, and what it is compared with.</summary>
public sealed record LesionOptions
{
    /// <summary>The kinds, in order.</summary>
    public IReadOnlyList<LesionKind> Kinds { get; init; } = [LesionKind.Skip, LesionKind.ResidualNoise, LesionKind.WeightNoise];

    /// <summary>The size of noise, relative to ‖y(s)‖ of each sample or to ‖W_s‖_F.</summary>
    public double Size { get; init; } = 1;

    /// <summary>How often noise is drawn; a removed layer needs no draws.</summary>
    public int Draws { get; init; } = 2;

    /// <summary>On how many of the samples, evenly spaced, effects are predicted by the linearised network.</summary>
    public int PredictionSamples { get; init; } = 40;

    /// <summary>Neurons with |f'| at most this count as saturated in determinants.</summary>
    public double Saturation { get; init; } = 1e-6;

    /// <summary>The seed of the noise.</summary>
    public int Seed { get; init; } = 1;
}
