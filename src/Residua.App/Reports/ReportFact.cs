namespace Residua.App.Reports;

/// <summary>A name and what it stands for, as plain text.</summary>
internal sealed record ReportFact(string Name, string Value);
