using Residua.App.Output;
using Residua.Networks;
using Residua.Runs;
using Residua.Training;

namespace Residua.App.Commands;

/// <summary>What a run is and what it came to, for a program and for a person.</summary>
internal static class RunSummary
{
    public static Report Of(RunFolder run, IReadOnlyList<string> damage)
    {
        EpochMetrics? last = run.Metrics.Count > 0 ? run.Metrics[^1] : null;
        NetworkSpec network = damage.Count == 0 ? run.Network : run.Spec.Network; // the file of the weights may be what is damaged
        double seconds = run.Metrics.Sum(metrics => metrics.TrainSeconds);
        var document = new
        {
            run = run.Path,
            state = run.State,
            spec = run.Spec,
            network,
            testError = last?.TestError,
            testLoss = last?.TestLoss,
            validationError = last?.ValidationError,
            validationLoss = last?.ValidationLoss,
            trainError = last?.TrainError,
            trainLoss = last?.TrainLoss,
            epochs = last?.Epoch ?? 0,
            steps = last?.Step ?? 0,
            seconds,
            samplesPerSecond = last?.SamplesPerSecond,
            parameterCount = network.ParameterCount,
            results = run.Results,
            damage,
            environment = run.Environment,
        };
        return new(document, console => console.Write(Tables.OfPairs(Lines())), damage.Count == 0 ? ExitCode.Done : ExitCode.BadInput);

        IEnumerable<(string, string)> Lines()
        {
            yield return ("Run", run.Path);
            if (run.Spec.Parent is { } parent)
            {
                yield return ("Made of", parent);
            }

            yield return ("State", run.State.ToString().ToLowerInvariant());
            yield return ("Network", $"{network.Network}, {network.Weights} weights, T = {network.Layers}, N = {network.Neurons}, {network.Activation}, {network.ParameterCount:N0} parameters");
            yield return ("Data", run.Spec.Pool == 1 ? run.Spec.Data : $"{run.Spec.Data}, pooled by {run.Spec.Pool}");
            if (run.Spec.Training is { } training)
            {
                yield return ("Training", $"{training.Optimizer}, rate {training.LearningRate}, {training.Schedule}, batch {training.Batch}, seed {run.Spec.Seed}{(training.NoiseRegularizer is { Strength: > 0 } noise ? $", noise regulariser {noise.Strength}" : "")}");
                yield return ("Epochs", $"{last?.Epoch ?? 0} of {training.Epochs}");
            }

            if (last is not null)
            {
                yield return ("Test error", Readable.Percent(last.TestError));
                yield return ("Test loss", $"{last.TestLoss:F4}");
                if (last.ValidationError is { } error)
                {
                    yield return ("Validation error", Readable.Percent(error));
                }

                yield return ("Train error", Readable.Percent(last.TrainError));
                yield return ("Time", $"{Readable.Duration(TimeSpan.FromSeconds(seconds))} of training steps, {last.SamplesPerSecond:N0} samples/s");
            }

            yield return ("Results", run.Results.Count == 0 ? "none yet; see residua analyze --help" : string.Join(", ", run.Results));
            foreach (string file in damage)
            {
                yield return ("Damaged", file);
            }
        }
    }
}
