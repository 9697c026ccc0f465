namespace Residua.App.Explorer.Plots;

/// <summary>A point of a plot.</summary>
/// <param name="Trace">Its trace, from 0.</param>
/// <param name="Index">Its place in the trace, from 0.</param>
public readonly record struct PlotPoint(int Trace, int Index);
