using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Residua.Training;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Training;

/// <summary>That networks learn what they are meant to, on real recipes.</summary>
public sealed class LearningTests
{
    [Fact]
    public void A_short_training_learns_real_MNIST()
    {
        RunSpec spec = Presets.Get("shared");
        if (DataCatalog.Locate("mnist", Request).State != DataState.Verified)
        {
            Assert.Skip("MNIST is not on this machine; set RESIDUA_DATA to a folder that holds mnist/.");
        }

        spec = spec with { Network = spec.Network with { Neurons = 800, Layers = 5 } };
        Assert.InRange(Train(spec, spec.Training! with { Epochs = 3, Limit = 4000, WarmupSteps = 20 }), 0, 0.2);
    }

    private static DataRequest Request => new(null, null, default, AllowDownload: false);

    private static double Train(RunSpec spec, TrainingSpec training)
    {
        DataSet data = DataCatalog.Open(spec.Data, Request);
        using LayeredNetwork start = LayeredNetwork.Create(spec.Network, spec.Seed, CPU);
        Last last = new();
        Trainer.Run(start, data.Train.Pool(spec.Pool), data.Test.Pool(spec.Pool), training, spec.Seed, null, last).Dispose();
        return last.TestError;
    }

    private sealed class Last : ITrainingObserver
    {
        public double TestError { get; private set; }

        public void OnStep(TrainingProgress progress)
        {
        }

        public void OnEpoch(EpochMetrics metrics) => TestError = metrics.TestError;

        public void OnCheckpoint(Checkpoint checkpoint)
        {
        }
    }
}
