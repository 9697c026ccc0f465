// Trains a small residual network with shared weights on the drawn digits, and prints its error after each epoch.
// Run: dotnet run examples/01-train.cs
#:project ../src/Residua/Residua.csproj
#:property PublishAot=false

using Residua.Data;
using Residua.Networks;
using Residua.Training;
using static TorchSharp.torch;

const int seed = 1;
DataSet digits = DataCatalog.Open("digits", new DataRequest(null, null, CancellationToken.None));
ImageSet train = digits.Train.Pool(2), test = digits.Test.Pool(2); // 28 x 28 pixels -> 14 x 14 = 196

NetworkSpec spec = new()
{
    Neurons = 196,
    Inputs = 196,
    Layers = 15,
    Bias = false,
    Initialization = Initializations.Get("competitive"),
};
TrainingSpec training = new() { Epochs = 2, Limit = 3000, Batch = 32, LearningRate = 4e-3, WarmupSteps = 20, Decay = 0.01 };

using LayeredNetwork untrained = LayeredNetwork.Create(spec, seed, CPU);
using LayeredNetwork trained = Trainer.Run(untrained, train, test, training, seed, resume: null, new Printer());

Evaluation result = Evaluation.Measure(trained, test);
Console.WriteLine($"{spec.ParameterCount} weights, test error {result.Error:P1} of {result.Count} images");

internal sealed class Printer : ITrainingObserver
{
    public void OnStep(TrainingProgress progress)
    {
    }

    public void OnEpoch(EpochMetrics metrics) =>
        Console.WriteLine($"epoch {metrics.Epoch}: train loss {metrics.TrainLoss:F3}, test error {metrics.TestError:P1}");

    public void OnCheckpoint(Checkpoint checkpoint)
    {
    }
}
