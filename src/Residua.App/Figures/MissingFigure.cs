namespace Residua.App.Figures;

/// <summary>A figure that could not be drawn; nothing of it is on disk.</summary>
/// <param name="Name">The file stem it would have had.</param>
/// <param name="Reason">Why, as a sentence.</param>
internal sealed record MissingFigure(string Name, string Reason) : DrawnFigure(Name)
{
    /// <summary>What a reader or a user is told.</summary>
    public string Note => $"Figure {Name} is left out, for it could not be drawn: {Reason}";
}
