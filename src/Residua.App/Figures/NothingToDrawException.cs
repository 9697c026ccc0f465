namespace Residua.App.Figures;

/// <summary>A figure's results have nothing in them that can be drawn; the message is a sentence that says what is lacking.</summary>
internal sealed class NothingToDrawException(string message) : Exception(message);
