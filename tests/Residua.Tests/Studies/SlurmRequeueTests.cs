using Residua.App.Studies;
using Xunit;

namespace Residua.Tests.Studies;

/// <summary>
/// What Slurm puts back into its queue; apart from the other tests with it, for it lets such a task wait two minutes.
/// </summary>
[Collection(TestStreams.Requeue)]
public sealed class SlurmRequeueTests : IDisposable
{
    private readonly SlurmStudy _slurm = new();

    private SmallStudy Small => _slurm.Small;

    public void Dispose() => _slurm.Dispose();

    [Fact]
    public void A_time_limit_saves_and_the_task_goes_back_into_the_queue()
    {
        string id;
        using (SlurmStudy.KeepDaemons())
        {
            // The limit is a minute; 30 s before it the task is told.
            SmallStudy.Run([.. Small.LongSweep(2500, "seed=1"), "--engine", "slurm", "--time", "1", "--grace", "30"]);
            id = Small.Look().Single().Item.Id;
            SmallStudy.Until(() => Small.Metrics(id).Length > 3, "it trains", 600); // if the limit is too near, after the next start
            SmallStudy.Until(() => File.ReadAllText(Log()).Contains("Stopping as soon as what is done can be kept", StringComparison.Ordinal), "the limit is near", 120);
            SmallStudy.Until(() => Small.Look().Single().State == CellState.Interrupted, "it has saved", 60);
        }

        string[] before = Small.Metrics(id);
        SmallStudy.Until(() => Small.Metrics(id).Length > before.Length, "it goes on", 300); // Slurm waits two minutes before
        Assert.Equal(before, Small.Metrics(id)[..before.Length]);
        Assert.Single(Directory.GetFiles(Path.Combine(Small.Path, "slurm"), "*.json")); // nobody submitted anything

        string Log() => Path.Combine(Small.Path, "slurm", "1-0.log");
    }
}
