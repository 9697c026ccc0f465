using System.Collections.Concurrent;
using System.ComponentModel;
using Residua.App.Commands;
using Residua.Runs;

namespace Residua.App.Explorer.Services;

/// <summary>
/// Computes what a run lacks, by `residua analyze` or `residua frontier` in a process of its own, one at a time. The run's lock is held meanwhile, so that nobody
/// trains it; results are written whole or not at all, so that a job can be stopped at any moment.
/// </summary>
internal sealed class AnalysisJobs(RunCatalog catalog, ExplorerOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<(string Run, string What), AnalysisJob> _jobs = [];
    private readonly ConcurrentDictionary<(string Run, string What), CancellationTokenSource> _stops = [];
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Raised, on any thread, when a job has come further.</summary>
    public event Action? Changed;

    /// <summary>A job under way, or the last one of its kind; null where there was none.</summary>
    public AnalysisJob? Of(string run, string what) => _jobs.GetValueOrDefault((run, what));

    /// <summary>Starts a job, unless it is under way.</summary>
    public void Start(RunCard run, string what)
    {
        (string, string) key = (run.Id, what);
        CancellationTokenSource stop = new();
        if (!_stops.TryAdd(key, stop))
        {
            stop.Dispose();
            return;
        }

        Put(new(run.Id, what));
        _ = Task.Run(async () =>
        {
            string? error = null;
            try
            {
                await _turn.WaitAsync(stop.Token);
                try
                {
                    error = await Analyze(run, what, stop.Token);
                }
                finally
                {
                    _turn.Release();
                }
            }
            catch (OperationCanceledException)
            {
                error = "Stopped.";
            }
            catch (Exception failure) when (failure is IOException or Win32Exception)
            {
                error = failure.Message;
            }

            _stops.TryRemove(key, out _);
            stop.Dispose();
            catalog.Refresh();
            Put(new(run.Id, what) { Share = 1, Error = error, IsOver = true });
        });
    }

    /// <summary>Stops a job; nothing is left of it.</summary>
    public void Stop(string run, string what)
    {
        if (_stops.TryGetValue((run, what), out CancellationTokenSource? stop))
        {
            stop.Cancel();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (CancellationTokenSource stop in _stops.Values)
        {
            stop.Cancel();
        }
    }

    private async Task<string?> Analyze(RunCard run, string what, CancellationToken stop)
    {
        using RunLock held = RunLock.Take(run.Path);
        List<string> arguments = what == FrontierCommand.ResultName ? ["frontier", run.Path] : ["analyze", run.Path, "--what", what];
        if (options.Data.DataRoot is { } root)
        {
            arguments.AddRange(["--data-root", root]);
        }

        using ChildProgram child = new(arguments, options.Folder, share => Put(new(run.Id, what) { Share = share }));
        try
        {
            return await child.Wait(stop) == ExitCode.Done ? null : child.LastLine;
        }
        catch (OperationCanceledException)
        {
            child.Kill();
            await child.Wait(CancellationToken.None);
            throw;
        }
    }

    private void Put(AnalysisJob job)
    {
        _jobs[(job.RunId, job.What)] = job;
        Changed?.Invoke();
    }
}
