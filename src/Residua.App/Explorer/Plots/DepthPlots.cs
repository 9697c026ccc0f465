using Plotly.Blazor;
using Residua.Analysis;
using Residua.App.Commands;
using Residua.App.Explorer.Services;
using Residua.App.Figures;
using Residua.Pruning;
using Residua.Training;

namespace Residua.App.Explorer.Plots;

/// <summary>How depth adapted, what every number of layers is worth, and what each layer does.</summary>
internal static class DepthPlots
{
    /// <summary>Errors before and after each decision of adaptive depth.</summary>
    public static Plot Decisions(RunCard run, Appearance look)
    {
        (int Epoch, DepthRecord Record)[] records = Records(run);
        string over = records[0].Record.OnValidation ? "validation" : "test";
        return new("depth-errors", "Error before and after each decision", "epoch", $"{over} error (%)",
            [
                Traces.Marked("before", records.Select(one => (double)one.Epoch), records.Select(one => 100 * one.Record.ErrorBefore), look.Series(0)),
                Traces.Points("after", records.Select(one => (double)one.Epoch), records.Select(one => 100 * one.Record.ErrorAfter), look.Series(1), size: 9),
            ],
            new FigureTable("depth", ["epoch", "layers", "action", "removed", "restored", "layers_after", "error_before", "error_after"], records.Select(one => (IReadOnlyList<object>)
            [
                one.Epoch, one.Record.Layers, one.Record.Action, string.Join(' ', one.Record.Removed), string.Join(' ', one.Record.Restored), one.Record.LayersAfter, one.Record.ErrorBefore, one.Record.ErrorAfter,
            ])))
        {
            IsLogY = true,
        };
    }

    /// <summary>The change of each layer's residual from that of the layer before, epoch by epoch, and the threshold.</summary>
    public static Plot Changes(RunCard run, Appearance look)
    {
        (int Epoch, DepthRecord Record)[] records = Records(run);
        double[] epochs = [.. records.Select(one => (double)one.Epoch)];
        return new("depth-changes", "What decides: δ of the last layer", "epoch", "mean |y(T) − y(T−1)|",
            [
                Traces.Marked("δ(T)", epochs, records.Select(one => one.Record.Changes[^1]), look.Series(0)),
                Traces.Line("threshold", epochs, records.Select(one => one.Record.Threshold), look.Mark, "dash"),
            ],
            new FigureTable("depth-changes", ["epoch", "layer", "change", "threshold"],
                from one in records
                from layer in Enumerable.Range(1, one.Record.Layers)
                select (IReadOnlyList<object>)[one.Epoch, layer, one.Record.Changes[layer - 1], one.Record.Threshold]))
        {
            IsLogY = true,
        };
    }

    /// <summary>Error of the network cut after k layers, or rolled out beyond its last.</summary>
    public static Plot Frontier(FrontierResult result, Appearance look)
    {
        double[] layers = [.. result.Points.Select(point => (double)point.Layers)];
        List<ITrace> traces =
        [
            Traces.Band("classifier as it is", layers, [.. result.Points.Select(point => 100 * point.ErrorLow)], [.. result.Points.Select(point => 100 * point.ErrorHigh)], look.Series(0)),
            Traces.Marked("classifier as it is", layers, result.Points.Select(point => 100 * point.Error), look.Series(0)),
        ];
        if (result.FitImages > 0)
        {
            traces.Add(Traces.Marked("fitted anew", layers, result.Points.Select(point => 100 * (point.RefitError ?? double.NaN)), look.Series(1), "dash"));
        }

        return new("frontier", "Error of the first k layers", "layers k", "test error (%)", traces, new FigureTable("frontier", ["layers", "flops", "parameters", "error", "error_low", "error_high", "refit_error"],
            result.Points.Select(point => (IReadOnlyList<object>)[point.Layers, point.Flops, point.Parameters, point.Error, point.ErrorLow, point.ErrorHigh, point.RefitError ?? double.NaN])))
        {
            IsLogY = true,
            Shapes = [Marks.Vertical(result.Depth, look)],
            Caption = $"{result.TestImages} test images, 95 % intervals (Wilson) where the classifier is as it is. The dashed line is the whole network; beyond it the same weights go on.",
        };
    }

    /// <summary>Error against the time of a forward pass.</summary>
    public static Plot Latency(FrontierResult result, Appearance look) => new("frontier-latency", "Time of the first k layers", "layers k", "ms a batch (median)",
        [
            .. result.Points[0].Latency.Select((latency, i) => Traces.Marked($"batch {latency.Batch}", result.Points.Select(point => (double)point.Layers), result.Points.Select(point => 1000 * point.Latency[i].Median), look.Series(i))),
        ],
        new FigureTable("frontier-latency", ["layers", "batch", "median_seconds", "lower_quartile", "upper_quartile"],
            from point in result.Points
            from one in point.Latency
            select (IReadOnlyList<object>)[point.Layers, one.Batch, one.Median, one.LowerQuartile, one.UpperQuartile]))
    {
        IsLogY = true,
        Caption = $"On {result.Threads} threads of the machine that measured it.",
    };

    /// <summary>Errors with layers dropped in the order of each criterion.</summary>
    public static Plot Criteria(FrontierResult result, Appearance look) => new("frontier-criteria", "Layers dropped by a criterion", "layers left", "test error (%)",
        [
            .. result.Criteria.Select((curve, i) => Traces.Marked(curve.Ranking.Seed == 0 ? CriterionName.Of(curve.Ranking.Criterion) : $"{CriterionName.Of(curve.Ranking.Criterion)} {curve.Ranking.Seed}",
                Enumerable.Range(1, result.Depth).Select(k => (double)k), curve.Error.Select(error => 100 * error), look.Series(i))),
        ],
        new FigureTable("frontier-criteria", ["criterion", "seed", "layers_left", "error"],
            from curve in result.Criteria
            from k in Enumerable.Range(1, result.Depth)
            select (IReadOnlyList<object>)[CriterionName.Of(curve.Ranking.Criterion), curve.Ranking.Seed, k, curve.Error[k - 1]]))
    {
        IsLogY = true,
    };

    /// <summary>Errors after a lesion of each layer.</summary>
    public static Plot Lesions(LesionResult result, Appearance look)
    {
        double[] layers = [.. Enumerable.Range(1, result.Depth).Select(s => (double)s)];
        return new("lesion", "Error with one layer harmed", "layer s", "misclassified (%)",
            [
                .. result.Effects.SelectMany((effect, i) => new ITrace[]
                {
                    Traces.Band(Name(effect), layers, [.. effect.ErrorLow.Select(value => 100 * value)], [.. effect.ErrorHigh.Select(value => 100 * value)], look.Series(i)),
                    Traces.Marked(Name(effect), layers, effect.Error.Select(value => 100 * value), look.Series(i)),
                }),
                Traces.Line("intact", layers, layers.Select(_ => 100 * result.IntactError), look.Mark, "dash"),
            ],
            new FigureTable("lesion", ["kind", "layer", "error", "error_low", "error_high", "changed", "logit_change"],
                from effect in result.Effects
                from s in Enumerable.Range(0, result.Depth)
                select (IReadOnlyList<object>)[Name(effect), s + 1, effect.Error[s], effect.ErrorLow[s], effect.ErrorHigh[s], effect.Changed[s], effect.LogitChange[s]]))
        {
            IsLogY = true,
            Caption = $"{result.Samples} {(result.Split == "test" ? "test" : "training")} images; bands: 95 % intervals (Wilson).{(result.SharedWeights ? " With shared weights it makes no difference which layer is skipped." : "")}",
        };

        static string Name(LesionEffect effect) => string.Concat(effect.Kind.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
    }

    /// <summary>What was decided after each epoch, where depth adapts.</summary>
    public static (int Epoch, DepthRecord Record)[] Records(RunCard run) => [.. run.Metrics.Where(epoch => epoch.Depth is not null).Select(epoch => (epoch.Epoch, epoch.Depth!))];
}
