using Residua.Dynamics;

namespace Residua.App.Explorer.Services;

/// <summary>A test image's way through the network and along its flow, in the plane of two principal components.</summary>
/// <param name="Image">The image.</param>
/// <param name="IsState">Whether of x; if not of y.</param>
/// <param name="Map">The network's points, one a layer.</param>
/// <param name="Flow">The flow's line, several points a layer.</param>
/// <param name="Distance">‖map - flow‖ / ‖flow‖ in all coordinates at each point of <paramref name="Map"/>; NaN past the time that the flow reached.</param>
/// <param name="Outcome">How the integration ended.</param>
internal sealed record MapAndFlow(SampleImage Image, bool IsState, PathPoint[] Map, PathPoint[] Flow, double[] Distance, IntegrationOutcome Outcome);
