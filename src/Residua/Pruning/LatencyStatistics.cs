namespace Residua.Pruning;

/// <summary>How long a piece of work takes, over repeated runs; seconds of wall-clock time.</summary>
/// <param name="Batch">Images at a time.</param>
/// <param name="Rounds">How often it was run.</param>
/// <param name="Median">The median.</param>
/// <param name="LowerQuartile">A quarter of the runs were no slower.</param>
/// <param name="UpperQuartile">Three quarters were no slower.</param>
public sealed record LatencyStatistics(int Batch, int Rounds, double Median, double LowerQuartile, double UpperQuartile);
