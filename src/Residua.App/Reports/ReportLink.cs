namespace Residua.App.Reports;

/// <summary>A file beside the report.</summary>
/// <param name="Text">What it is.</param>
/// <param name="Path">Its path, relative to the report, with forward slashes.</param>
internal sealed record ReportLink(string Text, string Path);
