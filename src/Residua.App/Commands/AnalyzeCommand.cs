using System.CommandLine;
using System.Diagnostics;
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
        using LayeredNetwork network = run.LoadNetwork(Compute.Start(call));
        if (!all && chosen.FirstOrDefault(analysis => analysis.Refusal(network) is not null) is { } refused)
        {
            throw new UsageException($"--what {refused.Name}: {refused.Refusal(network)}");
        }

        using AnalysisCall analysisCall = new(call, run, network, data, _samples);
        List<(string Name, AnalysisOutcome Outcome)> outcomes = [];
        List<string> skipped = [];
        try
        {
            call.Track("analysis", Analyze);
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException($"Interrupted; what is done is kept.{(all ? " The same command goes on." : "")}");
        }

        RunReport.Write(run);
        return Answer(run, outcomes, skipped);

        void Analyze(IProgressBar bar)
        {
            for (int i = 0; i < chosen.Length; i++)
            {
                RunAnalysis analysis = chosen[i];
                if (analysis.Refusal(network) is { } refusal)
                {
                    bar.Line($"{analysis.Name} is left out: {refusal}");
                    skipped.Add(analysis.Name);
                }
                else if (all && analysisCall.Holds(analysis))
                {
                    bar.Line($"{analysis.Name} was done before with the same options");
                    skipped.Add(analysis.Name);
                }
                else
                {
                    outcomes.Add((analysis.Name, Do(analysis, i)));
                }
            }

            AnalysisOutcome Do(RunAnalysis analysis, int position)
            {
                Stopwatch watch = Stopwatch.StartNew();
                analysisCall.Progress = share => bar.Report((position + share) / chosen.Length, analysis.Name);
                analysisCall.Progress(0);
                call.Stop.ThrowIfCancellationRequested();
                AnalysisOutcome outcome = analysis.Run(analysisCall);
                bar.Line($"{analysis.Name} is done, {watch.Elapsed.TotalSeconds:F1} s");
                return outcome;
            }
        }
    }

    private static Report Answer(RunFolder run, List<(string Name, AnalysisOutcome Outcome)> outcomes, List<string> skipped) => new(
        new { run = run.Path, skipped, results = outcomes.ToDictionary(one => one.Name, one => one.Outcome.Result) },
        console =>
        {
            foreach ((string name, AnalysisOutcome outcome) in outcomes)
            {
                console.WriteLine($"{name}, stored in {Path.Combine(run.Path, "results", name + ".json")}");
                console.Write(Tables.OfPairs(outcome.Summary));
            }
        });

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
    }
}
