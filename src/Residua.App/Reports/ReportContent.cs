using Residua.Analysis;
using Residua.App.Figures;

namespace Residua.App.Reports;

/// <summary>All that a report says. Everything is plain text; the report escapes it.</summary>
internal sealed record ReportContent
{
    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>When, by what version, how long.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>What a reader should know first: results that could not be read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was run.</summary>
    public IReadOnlyList<ReportRun> Runs { get; init; } = [];

    /// <summary>Claims and verdicts; null leaves the section out.</summary>
    public Scorecard? Scorecard { get; init; }

    /// <summary>Figures, in order; a note stands in the place of one that could not be drawn.</summary>
    public IReadOnlyList<DrawnFigure> Figures { get; init; } = [];

    /// <summary>The command that makes it all again.</summary>
    public required string Command { get; init; }

    /// <summary>Machine, versions, threads, seeds.</summary>
    public IReadOnlyList<ReportFact> Environment { get; init; } = [];

    /// <summary>Files beside the report.</summary>
    public IReadOnlyList<ReportLink> Links { get; init; } = [];
}
