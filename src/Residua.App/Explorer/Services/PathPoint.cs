namespace Residua.App.Explorer.Services;

/// <summary>A point on a way in the plane.</summary>
/// <param name="Layer">The layer; of a flow also between layers.</param>
/// <param name="X">The first coordinate.</param>
/// <param name="Y">The second coordinate.</param>
internal readonly record struct PathPoint(double Layer, double X, double Y);
