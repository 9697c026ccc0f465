namespace Residua.Data;

/// <summary>A point of a stroke: in the unit box of its glyph, or in pixels once it is placed.</summary>
internal readonly record struct Point(double X, double Y);
