using System.CommandLine;

namespace Residua.App.Analyses;

/// <summary>Options that several analyses take.</summary>
internal static class SharedOptions
{
    /// <summary>How deep to run; read it by <see cref="AnalysisCall.Depth"/>.</summary>
    public static Option<string> Depth { get; } = new("--depth")
    {
        HelpName = "LAYERS",
        Description = $"Layers to run [default: {AnalysisCall.DeepDepth} with shared weights, else the network's]",
    };

    /// <summary>Another run to compare with; read it by <see cref="OtherRun.Given"/>.</summary>
    public static Option<string> With { get; } = new("--with") { HelpName = "RUN", Description = "Also another run, on the same images, beside this one [default: none]" };

    /// <summary>When a neuron counts as saturated; read it by <see cref="AnalysisCall.Saturation"/>.</summary>
    public static Option<string> Saturation { get; } = new("--saturation")
    {
        HelpName = "THRESHOLD",
        Description = $"A neuron is saturated where |f'| (for the logistic f, y(1 - y)) is at most this [default: {AnalysisCall.DefaultSaturation:0e+0}]",
    };
}
