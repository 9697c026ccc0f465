namespace Residua.App.Figures;

/// <summary>A figure on disk.</summary>
/// <param name="Name">The file stem.</param>
/// <param name="Title">The picture in a few words.</param>
/// <param name="Caption">What is drawn, as plain text.</param>
/// <param name="Svg">The path of the SVG.</param>
/// <param name="Png">The path of the PNG.</param>
/// <param name="Csv">The paths of the plotted numbers.</param>
internal sealed record SavedFigure(string Name, string Title, string Caption, string Svg, string Png, IReadOnlyList<string> Csv)
    : DrawnFigure(Name);
