namespace Residua.App.Studies;

/// <summary>Where and how runs are to be done.</summary>
/// <param name="Jobs">Processes at a time on this machine.</param>
/// <param name="Retries">How often a run that failed is tried again.</param>
/// <param name="FailFast">Whether the first failure ends all.</param>
/// <param name="Wait">Whether to look on until nothing is in the queue any more.</param>
/// <param name="Slurm">What is asked of Slurm; null for processes on this machine.</param>
internal sealed record EngineRequest(int Jobs, int Retries, bool FailFast, bool Wait, SlurmRequest? Slurm);
