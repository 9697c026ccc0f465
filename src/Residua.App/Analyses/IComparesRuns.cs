using Residua.Runs;

namespace Residua.App.Analyses;

/// <summary>An analysis whose result depends on another run beside the one analysed.</summary>
internal interface IComparesRuns
{
    /// <summary>The other run; null where the user named none.</summary>
    RunFolder? Other(AnalysisCall call);
}
