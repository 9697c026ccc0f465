namespace Residua.Training;

/// <summary>Where training stands, told after every step.</summary>
/// <param name="Epoch">The epoch in progress, counted from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps taken since the start of training.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">Mean loss of this epoch so far.</param>
/// <param name="LastTestError">Test error after the last whole epoch, a fraction; NaN before the first.</param>
/// <param name="SamplesPerSecond">Training images a second since this call of the trainer began.</param>
/// <param name="Remaining">Estimate of the time left.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, long Step, long Steps, double Loss, double LastTestError, double SamplesPerSecond, TimeSpan Remaining);
