namespace Residua.Training;

/// <summary>Whoever trains a network is told here how it goes, and handed checkpoints; the trainer writes no files.</summary>
public interface ITrainingObserver
{
    /// <summary>After every step.</summary>
    void OnStep(TrainingProgress progress);

    /// <summary>After every epoch, and once before the first with the untrained network's figures.</summary>
    void OnEpoch(EpochMetrics metrics);

    /// <summary>After <see cref="OnEpoch"/>, and when training is stopped. The checkpoint's tensors are valid only during the call.</summary>
    void OnCheckpoint(Checkpoint checkpoint);
}
