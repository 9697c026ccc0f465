namespace Residua.App.Explorer.Services;

/// <summary>Eigenvalues to show together in one colour.</summary>
/// <param name="Name">What they are of.</param>
/// <param name="Class">The class, for its colour.</param>
/// <param name="Real">Real parts.</param>
/// <param name="Imaginary">Imaginary parts, in the same order.</param>
internal sealed record Spectrum(string Name, int Class, double[] Real, double[] Imaginary);
