using System.CommandLine;
using Residua.App.Analyses;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>Analyses a trained run and stores what it finds in the run's folder.</summary>
internal sealed class AnalyzeCommand : Verb
{
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
            Description = "What to do: " + string.Join("; ", _analyses.Select(analysis => $"{analysis.Name} ({analysis.Description})")),
        };
        Arguments.Add(_run);
        foreach (Option option in _analyses.SelectMany(analysis => analysis.Options).Prepend(_what).Concat(_samples.All))
        {
            Options.Add(option);
        }
    }

    public override Report Run(Invocation call)
    {
        OptionValue what = call.Value(_what)!.Value;
        RunAnalysis[] chosen =
        [
            .. what.Words().DefaultIfEmpty("").Distinct().Select(word =>
            {
                string name = new OptionValue(what.Option, word).OneOf(_analyses.Select(analysis => analysis.Name));
                return _analyses.First(analysis => analysis.Name == name);
            }),
        ];
        RefuseOptionsOfOthers(call, chosen);

        RunFolder run = RunFolder.Open(call.Get(_run));
        DataSet data = call.Track("data", bar => Images.Open(run.Spec, call, bar));
        data = data with { Train = data.Train.Pool(run.Spec.Pool), Test = data.Test.Pool(run.Spec.Pool) };
        using LayeredNetwork network = run.LoadNetwork(Compute.Start(call));
        AnalysisCall analysisCall = new(call, run, network, data, _samples);
        List<(string Name, AnalysisOutcome Outcome)> outcomes = [];
        call.Track("analysis", bar =>
        {
            foreach (RunAnalysis analysis in chosen)
            {
                bar.Report((double)outcomes.Count / chosen.Length, analysis.Name);
                outcomes.Add((analysis.Name, analysis.Run(analysisCall)));
                bar.Line($"{analysis.Name} is done");
            }
        });
        return new(
            new { run = run.Path, results = outcomes.ToDictionary(one => one.Name, one => one.Outcome.Result) },
            console =>
            {
                foreach ((string name, AnalysisOutcome outcome) in outcomes)
                {
                    console.WriteLine($"{name}, stored in {Path.Combine(run.Path, "results", name + ".json")}");
                    console.Write(Tables.OfPairs(outcome.Summary));
                }
            });
    }

    private void RefuseOptionsOfOthers(Invocation call, RunAnalysis[] chosen)
    {
        foreach (RunAnalysis other in _analyses.Except(chosen))
        {
            if (other.Options.FirstOrDefault(call.Has) is { } option)
            {
                throw new UsageException($"{option.Name} belongs to --what {other.Name}, which was not asked for.");
            }
        }
    }
}
