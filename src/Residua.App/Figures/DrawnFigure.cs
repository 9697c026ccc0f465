namespace Residua.App.Figures;

/// <summary>What became of a figure: it is on disk, or could not be drawn.</summary>
/// <param name="Name">The file stem.</param>
internal abstract record DrawnFigure(string Name);
