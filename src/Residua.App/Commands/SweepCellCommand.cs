using System.CommandLine;
using System.Diagnostics;
using Residua.App.Reproduction;
using Residua.App.Studies;
using Residua.Runs;

namespace Residua.App.Commands;

/// <summary>Does one run of a study; engines call it. It stops when its standard input ends, for then its parent wants that or is gone.</summary>
internal sealed class SweepCellCommand : Verb
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1), s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Argument<string> _folder = new("STUDY") { Description = "The folder of a study or of a reproduction" };
    private readonly Argument<string> _id = new("ID") { Description = "The run" };
    private readonly Option<string[]> _grid = new("--grid") { HelpName = "FACTOR=VALUE", Arity = ArgumentArity.OneOrMore, Description = "The value of a factor" };

    public SweepCellCommand()
        : base("cell", "Do one run of a study", Settings.Compute | Settings.DataRoot)
    {
        Hidden = true;
        Arguments.Add(_folder);
        Arguments.Add(_id);
        Options.Add(_grid);
    }

    public override Report Run(Invocation call)
    {
        (string folder, string id) = (Path.GetFullPath(call.Get(_folder)), call.Get(_id));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(call.Stop);
        StopAtEndOfInput(stop);
        call = call.With(stop.Token);
        Workload work = ReproductionPlan.IsIn(folder) ? ReproductionWork.Of(folder) : StudyFolder.WorkOf(folder, StudyFolder.Open(folder), []);
        Directory.CreateDirectory(work.FolderOf(id));
        using RunLock held = Take(work.FolderOf(id), call.Stop);
        work.ForgetFailure(id);
        CellNote note = ReproductionPlan.IsIn(folder)
            ? ReproductionWork.Do(call, folder, id)
            : StudyCell.Do(call, folder, id, [.. (call.Get(_grid) ?? []).Select(word => word.Split('=', 2)).Select(pair => (pair[0], pair[^1]))]);
        note = note with { Seconds = (DateTime.UtcNow - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalSeconds };
        work.Write(note);
        return new(note, _ => { });
    }

    // One whose parent was killed may need a moment to save what it has.
    private static RunLock Take(string folder, CancellationToken stop)
    {
        long begin = Stopwatch.GetTimestamp();
        while (RunLock.IsHeld(folder) && Stopwatch.GetElapsedTime(begin) < s_patience)
        {
            stop.WaitHandle.WaitOne(s_pause);
            stop.ThrowIfCancellationRequested();
        }

        return RunLock.Take(folder);
    }

    private static void StopAtEndOfInput(CancellationTokenSource stop)
    {
        Stream input = Console.OpenStandardInput();
        Thread thread = new(() =>
        {
            byte[] nothing = new byte[64];
            try
            {
                while (input.Read(nothing) > 0)
                {
                }

                stop.Cancel();
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                // The program ends anyway.
            }
        })
        { IsBackground = true };
        thread.Start();
    }
}
