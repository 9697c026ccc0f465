using System.CommandLine;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Residua.App.Analyses;
using Residua.App.Output;
using Residua.App.Reports;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>Analyses a trained run and stores what it finds in the run's folder.</summary>
internal sealed class AnalyzeCommand : Verb
{
    private const string All = "all";

    private readonly IReadOnlyList<RunAnalysis> _analyses = RunAnalyses.All();
    private readonly SampleOptions _samples = new();
    private readonly Argument<string> _run = new("RUN") { Description = "A run folder" };
    private readonly Option<string> _what;

    public AnalyzeCommand()
        : base("analyze", "Analyse a trained run", Settings.Seed | Settings.Compute | Settings.DataRoot)
    {
        _what = new("--what")
        {
            HelpName = "NAME,NAME",
            Required = true,
            Description = "What to do: all (those that apply and are not done yet with the same options); " + string.Join("; ", _analyses.Select(analysis => $"{analysis.Name} ({analysis.Description})")),
        };
        Arguments.Add(_run);
        foreach (Option option in _analyses.SelectMany(analysis => analysis.Options).Distinct().Prepend(_what).Concat(_samples.All))
        {
            Options.Add(option);
        }
    }

    public override Report Run(Invocation call)
    {
        OptionValue what = call.Value(_what)!.Value;
        bool all = what.Text == All;
        RunAnalysis[] chosen = all ? [.. _analyses] : [.. what.Words().DefaultIfEmpty("").Distinct().Select(word => Named(what, word))];
        RefuseOptionsOfOthers(call, chosen);

        RunFolder run = RunFolder.Open(call.Get(_run));
        DataSet data = call.Track("data", bar => Images.Open(run.Spec, call, bar));
        data = data with { Train = data.Train.Pool(run.Spec.Pool), Test = data.Test.Pool(run.Spec.Pool) };
        string weights = run.WeightsSha256(); // before they are read: a run in training replaces them
        using LayeredNetwork network = run.LoadNetwork(Compute.Start(call));
        if (!all && chosen.FirstOrDefault(analysis => analysis.Refusal(network) is not null) is { } refused)
        {
            throw new UsageException($"--what {refused.Name}: {refused.Refusal(network)}");
        }

        using AnalysisCall analysisCall = new(call, run, network, weights, data, _samples);
        List<(string Name, AnalysisOutcome Outcome)> outcomes = [];
        List<string> skipped = [];
        List<(string Name, Exception Exception)> failed = [];
        try
        {
            call.Track("analysis", Analyze);
        }
        catch (OperationCanceledException)
        {
            TryReport(call, run);
            throw new InterruptedException($"Interrupted; what is done is kept.{(all ? " The same command goes on." : "")}");
        }

        if (!all && failed is [(_, { } failure)])
        {
            if (outcomes.Count > 0)
            {
                TryReport(call, run);
            }

            ExceptionDispatchInfo.Throw(failure);
        }

        RunReport.Write(run, call.Note);
        return Answer(run, outcomes, skipped, [.. failed.Select(one => (one.Name, Failure.Of(one.Exception)))]);

        void Analyze(IProgressBar bar)
        {
            for (int i = 0; i < chosen.Length && (all || failed.Count == 0); i++)
            {
                RunAnalysis analysis = chosen[i];
                if (analysis.Refusal(network) is { } refusal)
                {
                    bar.Line($"{analysis.Name} is left out: {refusal}");
                    skipped.Add(analysis.Name);
                }
                else
                {
                    Try(analysis, i);
                }
            }

            void Try(RunAnalysis analysis, int position)
            {
                try
                {
                    if (all && analysisCall.Holds(analysis))
                    {
                        bar.Line($"{analysis.Name} was done before with the same options");
                        skipped.Add(analysis.Name);
                    }
                    else
                    {
                        outcomes.Add((analysis.Name, Do(analysis, position)));
                    }
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    failed.Add((analysis.Name, failure));
                    if (all)
                    {
                        bar.Line($"{analysis.Name} failed: {Failure.Of(failure).Error}");
                    }
                }
            }

            AnalysisOutcome Do(RunAnalysis analysis, int position)
            {
                Stopwatch watch = Stopwatch.StartNew();
                analysisCall.Progress = share => bar.Report((position + share) / chosen.Length, analysis.Name);
                analysisCall.Progress(0);
                call.Stop.ThrowIfCancellationRequested();
                AnalysisOutcome outcome = analysisCall.Do(analysis);
                bar.Line($"{analysis.Name} is done, {watch.Elapsed.TotalSeconds:F1} s");
                return outcome;
            }
        }
    }

    // After an interruption or a failure, which the user is to hear of whatever becomes of the report.
    private static void TryReport(Invocation call, RunFolder run)
    {
        try
        {
            if (run.Results.Count > 0)
            {
                RunReport.Write(run, call.Note);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            call.Note($"The report could not be written: {failure.Message}");
        }
    }

    private static Report Answer(
        RunFolder run, List<(string Name, AnalysisOutcome Outcome)> outcomes, List<string> skipped, (string Name, Failure Failure)[] failed) => new(
        new
        {
            run = run.Path,
            skipped,
            failed = failed.ToDictionary(one => one.Name, one => one.Failure.Error),
            results = outcomes.ToDictionary(one => one.Name, one => one.Outcome.Result),
        },
        console =>
        {
            foreach ((string name, AnalysisOutcome outcome) in outcomes)
            {
                console.WriteLine($"{name}, stored in {Path.Combine(run.Path, "results", name + ".json")}");
                console.Write(Tables.OfPairs(outcome.Summary));
            }

            foreach ((string name, Failure failure) in failed)
            {
                console.WriteLine($"{name} failed: {failure.Error}");
            }
        },
        failed.Length == 0 ? ExitCode.Done : failed[0].Failure.ExitCode);

    private RunAnalysis Named(OptionValue what, string word)
    {
        string name = new OptionValue(what.Option, word).OneOf(_analyses.Select(analysis => analysis.Name).Prepend(All));
        return name == All
            ? throw new UsageException($"{what.Option} all stands alone.")
            : _analyses.First(analysis => analysis.Name == name);
    }

    private void RefuseOptionsOfOthers(Invocation call, RunAnalysis[] chosen)
    {
        foreach (RunAnalysis other in _analyses.Except(chosen))
        {
            if (other.Options.Except(chosen.SelectMany(analysis => analysis.Options)).FirstOrDefault(call.Has) is { } option)
            {
                throw new UsageException($"{option.Name} belongs to --what {other.Name}, which was not asked for.");
            }
        }

        if (!chosen.Any(analysis => analysis.DrawsSamples) && _samples.All.FirstOrDefault(call.Has) is { } idle)
        {
            throw new UsageException($"{idle.Name} makes no difference to --what {string.Join(',', chosen.Select(analysis => analysis.Name))}.");
        }
    }
}
