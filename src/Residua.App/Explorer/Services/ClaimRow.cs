namespace Residua.App.Explorer.Services;

/// <summary>A row of a scorecard.</summary>
/// <param name="Id">C1 and so on.</param>
/// <param name="Title">What is claimed.</param>
/// <param name="Measured">What was measured here.</param>
/// <param name="Verdict">Reproduced, partly, not.</param>
internal sealed record ClaimRow(string Id, string Title, string Measured, string Verdict);
