using Residua.Networks;
using Residua.Runs;
using Residua.Training;

namespace Residua.App.Specs;

/// <summary>Options that make no difference beside the others.</summary>
internal static class IdleOptions
{
    private static readonly (string Option, Func<RunSpec, bool> IsIdle, string Because)[] s_all =
    [
        ("--momentum", spec => Training(spec).Optimizer != "sgd", "only --optimizer sgd has a momentum"),
        ("--drops", spec => Training(spec).Schedule != "step", "only --schedule step has drops"),
        ("--drop-factor", spec => Training(spec).Schedule != "step", "only --schedule step has drops"),
        ("--warmup", spec => Training(spec).Schedule == "one-cycle", "--schedule one-cycle has a warm-up of its own"),
        ("--bias-start", spec => !spec.Network.Bias, "the network has no biases"),
        ("--same-start", spec => WeightLayout.Parse(spec.Network.Weights, spec.Network.Layers).Groups.Count == 1, "there is one matrix only"),
    ];

    /// <summary>A note for each that was given.</summary>
    public static IEnumerable<string> Of(RunSpec spec, IReadOnlyDictionary<string, string> given) => s_all
        .Where(idle => given.ContainsKey(idle.Option) && idle.IsIdle(spec))
        .Select(idle => $"Note: {idle.Option} makes no difference: {idle.Because}.");

    private static TrainingSpec Training(RunSpec spec) => spec.Training ?? new();
}
