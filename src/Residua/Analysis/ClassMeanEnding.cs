namespace Residua.Analysis;

/// <summary>Where the mean of y over the samples of a class goes, which the paper starts from; the mean of samples at several points is at none.</summary>
/// <param name="Class">The class.</param>
/// <param name="Samples">Samples that the mean is over.</param>
/// <param name="Ending">What it does at the end.</param>
/// <param name="Found">The point it led to, settled there or not, by its place among the points; -1 for none.</param>
/// <param name="Point">The point at which it settled, or its orbit; -1 for none.</param>
/// <param name="Speed">max_i |y_i(t+1) - y_i(t)| at the end.</param>
/// <param name="FurtherLayers">Further layers that it went.</param>
/// <param name="EscapeTime">As <see cref="FixedPointsResult.EscapeTimes"/>.</param>
/// <param name="LayersToLeave">As <see cref="FixedPointsResult.LayersToLeave"/>.</param>
public sealed record ClassMeanEnding(
    int Class, int Samples, SampleEnding Ending, int Found, int Point, double Speed, int FurtherLayers, double EscapeTime, double LayersToLeave);
