using System.CommandLine;
using Residua.App.Commands;
using Residua.App.Specs;

namespace Residua.App.Studies;

/// <summary>Where and how runs of a study are done, as the user says it.</summary>
internal sealed class EngineOptions
{
    private const string Local = "local", Slurm = "slurm";
    private const int UsualRetries = 1, UsualGrace = 60;

    private readonly Option<string> _engine = new("--engine") { HelpName = "local|slurm", Description = "Who does the runs: processes on this machine, or a Slurm cluster as a job array [default: local]" };
    private readonly Option<string> _jobs = new("--jobs") { HelpName = "NUMBER", Description = "Local: processes at a time; each has the cores / NUMBER for threads [default: the cores]" };
    private readonly Option<string> _retries = new("--retries") { HelpName = "NUMBER", Description = $"How often a run that failed is tried again, unless it would fail in the same way (diverged, wrong options) [default: {UsualRetries}]" };
    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "End with the first run that failed, the others saved, instead of going on with them" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Slurm: stay until nothing is in the queue any more" };
    private readonly Option<string> _tasks = Pass("--tasks", "NUMBER", "the most tasks of the array; short runs share one, for a cluster takes a second or more to start each [default: one a run]");
    private readonly Option<string> _partition = Pass("--partition", "NAME", "the partition");
    private readonly Option<string> _account = Pass("--account", "NAME", "the account");
    private readonly Option<string> _time = Pass("--time", "TIME", "the time limit of each task, such as 2:00:00");
    private readonly Option<string> _memory = Pass("--memory", "SIZE", "the memory of each task, such as 4G");
    private readonly Option<string> _gres = Pass("--gres", "LIST", "generic resources, such as gpu:1");
    private readonly Option<string> _cpus = Pass("--cpus", "NUMBER", "processors of each task, which are its threads [default: 1]");
    private readonly Option<string> _grace = Pass("--grace", "SECONDS", $"how long before the time limit a task saves what is done and goes back into the queue [default: {UsualGrace}]");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_engine, _jobs, _retries, _failFast, _wait, .. SlurmOnly];

    private IReadOnlyList<Option> SlurmOnly => [_tasks, _partition, _account, _time, _memory, _gres, _cpus, _grace];

    /// <summary>Whether the user wants an engine at all.</summary>
    public bool AreGiven(Invocation call) => All.Any(call.Has);

    private bool IsSlurm(Invocation call)
    {
        bool slurm = call.Value(_engine)?.OneOf(Local, Slurm) == Slurm;
        Option? stranger = slurm ? (call.Has(_jobs) ? _jobs : null) : SlurmOnly.Append(_wait).FirstOrDefault(call.Has);
        return stranger is null ? slurm : throw new UsageException($"{stranger.Name} belongs to --engine {(slurm ? Local : Slurm)}.");
    }

    /// <summary>Threads of each run of a new study.</summary>
    public int Threads(Invocation call) => call.Threads
        ?? (IsSlurm(call) ? call.Value(_cpus)?.Whole(1, Most.Workers) ?? 1 : Math.Max(1, Environment.ProcessorCount / Jobs(call, 1)));

    /// <summary>What the user asks for.</summary>
    /// <param name="call">The options.</param>
    /// <param name="threads">Threads of each run.</param>
    /// <exception cref="UsageException">An option makes no sense, or belongs to another engine.</exception>
    public EngineRequest Read(Invocation call, int threads) => new(
        Jobs(call, threads), call.Value(_retries)?.Whole(0, Most.Repetitions) ?? UsualRetries, call.Get(_failFast), call.Get(_wait), IsSlurm(call) ? Request(call, threads) : null);

    private static Option<string> Pass(string name, string value, string what) => new(name) { HelpName = value, Description = $"Slurm: {what}" };

    private int Jobs(Invocation call, int threads) => call.Value(_jobs)?.Whole(1, Most.Workers) ?? Math.Max(1, Environment.ProcessorCount / threads);

    private SlurmRequest Request(Invocation call, int threads)
    {
        int cpus = call.Value(_cpus)?.Whole(1, Most.Workers) ?? threads;
        return cpus < threads
            ? throw new UsageException($"--cpus wants the {threads} threads of each run or more, not {cpus}.")
            : new()
            {
                Partition = call.Value(_partition)?.Text,
                Account = call.Value(_account)?.Text,
                Time = call.Value(_time)?.Text,
                Memory = call.Value(_memory)?.Text,
                Gres = call.Value(_gres)?.Text,
                Cpus = cpus,
                Grace = call.Value(_grace)?.Whole(1, Most.Seconds) ?? UsualGrace,
                Tasks = call.Value(_tasks)?.Whole(1, Most.Workers) ?? int.MaxValue,
            };
    }
}
