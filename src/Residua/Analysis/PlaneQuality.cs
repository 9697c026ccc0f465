namespace Residua.Analysis;

/// <summary>How well a plane shows a set of points and their classes.</summary>
/// <param name="Trustworthiness">Of neighbourhoods; falls where the plane shows neighbours that are none.</param>
/// <param name="Continuity">Of neighbourhoods; falls where the plane tears neighbours apart.</param>
/// <param name="NeighbourAccuracy">The share of points whose class the majority of their nearest points in the plane has.</param>
public sealed record PlaneQuality(double Trustworthiness, double Continuity, double NeighbourAccuracy);
