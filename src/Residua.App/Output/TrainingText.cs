using Residua.Training;

namespace Residua.App.Output;

/// <summary>Training in a line.</summary>
internal static class TrainingText
{
    public static string Of(TrainingProgress now) =>
        $"epoch {now.Epoch}/{now.Epochs}  loss {now.Loss:F4}  test error {Readable.Percent(now.LastTestError)}  " +
        $"{now.SamplesPerSecond:N0} samples/s  {Readable.Duration(now.Remaining)} left";

    public static string Of(EpochMetrics done, int epochs) => done.Epoch == 0
        ? $"untrained  test loss {done.TestLoss:F4}  test error {Readable.Percent(done.TestError)}"
        : $"epoch {done.Epoch}/{epochs}  loss {done.TrainLoss:F4}  train error {Readable.Percent(done.TrainError)}  " +
          $"test loss {done.TestLoss:F4}  test error {Readable.Percent(done.TestError)}  {done.SamplesPerSecond:N0} samples/s{Of(done.NoiseRegularizer)}{Of(done.Depth)}";

    private static string Of(double? noiseRegularizer) => noiseRegularizer is { } value ? $"  noise regulariser {value:G3}" : "";

    private static string Of(DepthRecord? depth) => depth is null
        ? ""
        : $"  {depth.Layers} layers, δ {depth.Changes[^1]:G2}" + depth.Action switch
        {
            DepthAction.Changed => $" → {depth.LayersAfter}",
            DepthAction.RolledBack => $", error too high: back to {depth.LayersAfter}",
            _ => "",
        };
}
