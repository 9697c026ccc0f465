using Residua.App.Figures;
using Xunit;

namespace Residua.Tests.Figures;

/// <summary>Figures that must be drawn.</summary>
internal static class Drawing
{
    /// <summary>Writes the files of a figure; a test fails with the reason where it cannot be drawn.</summary>
    public static SavedFigure Save(string folder, IFigure figure)
    {
        DrawnFigure drawn = FigureFile.Save(folder, figure);
        Assert.True(drawn is SavedFigure, (drawn as MissingFigure)?.Note);
        return (SavedFigure)drawn;
    }
}
