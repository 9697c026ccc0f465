using Residua.App.Commands;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Makes the results that a trained run lacks.</summary>
internal static class RunResults
{
    /// <summary>Makes them, one after another; what the run holds for the same settings stays.</summary>
    /// <param name="call">The user's options, and the wish to stop.</param>
    /// <param name="run">The run.</param>
    /// <param name="data">Its data set, before pooling.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="wanted">The analyses.</param>
    /// <param name="samples">How samples are chosen.</param>
    /// <param name="depth">Layers to which shared weights are rolled out.</param>
    /// <returns>The analyses that the run holds now, and those that do not apply to it, with the reason.</returns>
    public static (string[] Made, Dictionary<string, string> LeftOut) Make(
        Invocation call, RunFolder run, DataSet data, torch.Device device, IEnumerable<RunAnalysis> wanted, SampleOptions samples, int depth = AnalysisCall.DeepDepth)
    {
        List<string> made = [];
        Dictionary<string, string> leftOut = [];
        string weights = run.WeightsSha256();
        using LayeredNetwork network = run.LoadNetwork(device);
        DataSet pooled = data with { Train = data.Train.Pool(run.Spec.Pool), Test = data.Test.Pool(run.Spec.Pool) };
        using AnalysisCall analysisCall = new(call, run, network, weights, pooled, samples, depth);
        foreach (RunAnalysis analysis in wanted)
        {
            if (analysis.Refusal(network) is { } refusal)
            {
                leftOut[analysis.Name] = refusal;
                continue;
            }

            made.Add(analysis.Name);
            if (analysisCall.Holds(analysis))
            {
                continue;
            }

            call.Stop.ThrowIfCancellationRequested();
            call.Track($"{run.Spec.Name}: {analysis.Name}", bar =>
            {
                analysisCall.Progress = share => bar.Report(share, analysis.Name);
                analysisCall.Do(analysis);
            });
        }

        return ([.. made], leftOut);
    }
}
