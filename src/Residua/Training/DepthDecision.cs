namespace Residua.Training;

/// <summary>Which layers a network keeps.</summary>
/// <param name="Keep">Layers as they are now, ascending; one that stands twice is copied.</param>
/// <param name="Removed">Those that go.</param>
/// <param name="Restored">Those that are copied.</param>
/// <param name="Quiet">For each block, epochs in a row that its δ was below the threshold; 0 after a removal.</param>
public sealed record DepthDecision(IReadOnlyList<int> Keep, IReadOnlyList<int> Removed, IReadOnlyList<int> Restored, IReadOnlyList<int> Quiet);
