using System.CommandLine;
using Residua.App.Figures;
using Residua.Benchmarks;
using Residua.Benchmarks.Costs;
using Residua.Benchmarks.Jobs;
using Residua.Kernels;
using Residua.Runs;
using static TorchSharp.torch;

Option<string[]> only = new("--job") { Description = "A job to run; may be given more than once [default: all but time-to-error]" };
Option<int> rounds = new("--rounds") { Description = "Rounds of each contestant", DefaultValueFactory = _ => 7 };
Option<string?> runs = new("--runs") { Description = "A folder of residua reproduce with shared-attractor, variable and mlp, which some jobs need" };
Option<bool> list = new("--list") { Description = "Only list the jobs" };
Option<bool> fresh = new("--fresh") { Description = "Run jobs that are done again" };
Option<bool> guard = new("--guard") { Description = "Small jobs, whose ratios are compared with those of bench/guard.json" };
Option<bool> record = new("--record") { Description = "With --guard: write bench/guard.json" };
Option<bool> costs = new("--costs") { Description = "Time of training and analyses against N, T, B and samples: bench/costs.csv, .svg and .png" };
RootCommand command = new("Jobs done by Residua and by what a user would otherwise use, in turn") { only, rounds, runs, list, fresh, guard, record, costs };
command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
return command.Parse(args).Invoke();

int Run(ParseResult parsed, CancellationToken cancellation)
{
    string root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../..")), folder = Path.Combine(root, "out");
    IReadOnlyList<Comparison> all = [Limit.Job, .. JobList.All];
    string[] chosen = parsed.GetValue(only) is { Length: > 0 } names ? names : [.. all.Select(job => job.Name).Where(name => name != "time-to-error")];
    if (parsed.GetValue(list))
    {
        Console.WriteLine(string.Join('\n', all.Select(job => $"{job.Name,-18} {job.Title}")));
        return 0;
    }

    if (chosen.FirstOrDefault(name => all.All(job => job.Name != name)) is { } unknown)
    {
        Console.Error.WriteLine($"There is no job '{unknown}'; there are {string.Join(", ", all.Select(job => job.Name))}.");
        return 2;
    }

    if (parsed.GetValue(rounds) < 1)
    {
        Console.Error.WriteLine("--rounds must be 1 or more.");
        return 2;
    }

    Directory.CreateDirectory(folder);
    OpenMp.LimitActiveWait();
    set_num_threads(Environment.ProcessorCount);
    Workbench bench = new(folder, Path.Combine(root, "peers"), parsed.GetValue(runs));
    if (parsed.GetValue(guard))
    {
        return Guard.Run(JobList.Guard, bench, Path.Combine(root, "guard.json"), parsed.GetValue(record), cancellation);
    }

    if (parsed.GetValue(costs))
    {
        try
        {
            FigureFile.Save(root, new CostsFigure(CostMeasurements.All(cancellation)));
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped; nothing is kept of the curves.");
            return 130;
        }
    }

    Outcomes outcomes = new(folder);
    foreach (Comparison job in all.Where(job => chosen.Contains(job.Name)))
    {
        if (outcomes.Of(job.Name) is not null && !parsed.GetValue(fresh))
        {
            Console.Error.WriteLine($"{job.Name}: done before; --fresh runs it again.");
            continue;
        }

        try
        {
            outcomes.Add(Runner.Run(job, bench, job.Rounds ?? parsed.GetValue(rounds), cancellation));
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped; jobs that are done are kept. Go on with the same command.");
            return 130;
        }
        catch (InvalidOperationException reason)
        {
            Console.Error.WriteLine($"{job.Name} is left out: {reason.Message}");
            continue;
        }

        AtomicFile.WriteText(Path.Combine(root, "results.md"), ResultsPage.Of([.. all.Select(one => outcomes.Of(one.Name)).OfType<Outcome>()]));
    }

    return 0;
}
