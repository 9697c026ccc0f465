using Residua.Runs;
using Residua.Training;

namespace Residua.App.Specs;

/// <summary>Makes a specification from what the user gave. Pure: nothing is read or run.</summary>
internal static class SpecBuilder
{
    /// <summary>Applies options, by name with their text, to a specification and checks all but the size of the images.</summary>
    /// <exception cref="UsageException">A value is not understood, or two options contradict each other.</exception>
    /// <exception cref="ArgumentException">Fields do not make sense; the message says which.</exception>
    public static RunSpec Apply(RunSpec spec, IReadOnlyDictionary<string, string> given)
    {
        SpecOption[] used = [.. SpecOptions.All.Where(option => given.ContainsKey(option.Name))];
        if (used.GroupBy(option => option.Field).FirstOrDefault(field => field.Count() > 1) is { } twice)
        {
            throw new UsageException($"Give {string.Join(" or ", twice.Select(option => option.Name))}, not both.");
        }

        foreach (SpecOption option in used)
        {
            spec = option.Set(spec, new OptionValue(option.Name, given[option.Name]));
        }

        (spec.Training ?? new TrainingSpec()).Validate();
        (spec.Network with { Inputs = 1 }).Validate();
        spec.Training?.NoiseRegularizer?.CheckFit(spec.Network);
        return spec.Pool >= 1 ? spec : throw new ArgumentException($"Images are pooled over cells of 1 pixel or more a side, not {spec.Pool}.");
    }

    /// <summary>The specification for images of so many pixels (after pooling) and classes.</summary>
    /// <exception cref="ArgumentException">The network cannot take them.</exception>
    public static RunSpec Fit(RunSpec spec, int inputs, int classes)
    {
        RunSpec fitted = spec with { Network = spec.Network with { Inputs = inputs, Classes = classes } };
        fitted.Network.Validate();
        return fitted;
    }
}
