namespace Residua.App.Figures;

/// <summary>What a figure shows, as plain text.</summary>
/// <param name="Title">The picture in a few words, also its alternative text.</param>
/// <param name="Caption">What is drawn and over how many samples.</param>
internal sealed record FigureText(string Title, string Caption);
