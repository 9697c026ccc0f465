namespace Residua.Training;

/// <summary>The learning rate of each step.</summary>
public static class LearningRate
{
    /// <summary>The schedules a specification can name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["constant", "step", "cosine", "one-cycle"];

    /// <summary>Refuses a name that is no schedule.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public static void CheckName(string name)
    {
        if (!Names.Contains(name))
        {
            throw new ArgumentException($"There is no schedule '{name}'; there are {string.Join(", ", Names)}.");
        }
    }

    /// <summary>The rate of a step, in [0, peak].</summary>
    /// <param name="spec">
    /// The schedule: constant; step (× <see cref="TrainingSpec.DropFactor"/> after each of <see cref="TrainingSpec.Drops"/>);
    /// cosine (½ (1 + cos πu) with u from 0 to 1 after the warm-up); one-cycle (from peak/25 up to the peak over the
    /// first 30 %, then down to peak/10⁴, both by a cosine; it has its own warm-up). The first three rise linearly over
    /// <see cref="TrainingSpec.WarmupSteps"/>.
    /// </param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">Steps in all.</param>
    public static double At(TrainingSpec spec, long step, long steps)
    {
        double peak = spec.LearningRate, done = steps > 0 ? (double)step / steps : 0;
        if (spec.Schedule == "one-cycle")
        {
            return done < 0.3 ? Between(peak / 25, peak, done / 0.3) : Between(peak, peak / 1e4, (done - 0.3) / 0.7);
        }

        if (step < spec.WarmupSteps)
        {
            return peak * (step + 1) / spec.WarmupSteps;
        }

        double sinceWarmup = steps > spec.WarmupSteps ? (double)(step - spec.WarmupSteps) / (steps - spec.WarmupSteps) : 1;
        return spec.Schedule switch
        {
            "constant" => peak,
            "step" => peak * Math.Pow(spec.DropFactor, spec.Drops.Count(drop => done >= drop)),
            _ => Between(peak, 0, sinceWarmup),
        };
    }

    // From a to b along half a cosine, u in [0,1].
    private static double Between(double a, double b, double u) => b + (a - b) * 0.5 * (1 + Math.Cos(Math.PI * u));
}
