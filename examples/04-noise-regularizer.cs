// Trains small residual networks on the drawn digits with and without the noise regulariser, and prints what noise in the
// pixels then does to the final state (noise-to-signal ratio) and to the answers (error), for three seeds.
// Run: dotnet run examples/04-noise-regularizer.cs
#:project ../src/Residua/Residua.csproj
#:property PublishAot=false

using Residua.Analysis;
using Residua.Data;
using Residua.Networks;
using Residua.Training;
using static TorchSharp.torch;

NetworkSpec spec = new() { Neurons = 196, Inputs = 196, Layers = 10, Bias = false, Initialization = Initializations.Get("competitive") };
TrainingSpec plain = new() { Epochs = 4, Limit = 3000, Batch = 32, LearningRate = 4e-3, WarmupSteps = 20, Decay = 0.01 };
TrainingSpec regularized = plain with { NoiseRegularizer = new() { Strength = 1e4 } };
NoiseRobustnessOptions noise = new() { Amplitudes = [0.1, 0.2, 0.4], Realisations = 3, Replicates = 1 };

Console.WriteLine($"seed  {"lambda",6}  no noise  {string.Join("  ", noise.Amplitudes.Select(a => $"a = {a}: ratio, error"))}");
for (int seed = 1; seed <= 3; seed++)
{
    DataSet digits = DataCatalog.Open("digits", new DataRequest(null, null, CancellationToken.None));
    ImageSet train = digits.Train.Pool(2), test = digits.Test.Pool(2); // 28 x 28 pixels -> 14 x 14 = 196
    ImageSet images = Samples.Balanced(test, perClass: 50, seed);
    foreach (TrainingSpec training in new[] { plain, regularized })
    {
        using LayeredNetwork untrained = LayeredNetwork.Create(spec, seed, CPU);
        using LayeredNetwork network = Trainer.Run(untrained, train, test, training, seed, resume: null, new Silent());
        using Tensor pixels = ImageTensors.Pixels(images, [.. Enumerable.Range(0, images.Count)], network.Type, network.Device);
        NoiseResponse found = NoiseRobustness.Measure(network, network, network.Embed, pixels, [.. images.Labels.Select(label => (int)label)], noise).Overall;
        IEnumerable<string> noisy = noise.Amplitudes.Select((_, a) => $"{found.Ratio.Mean[a],14:F3}, {found.Error.Mean[a],5:P0}");
        Console.WriteLine($"{seed,4}  {training.NoiseRegularizer?.Strength ?? 0,6}  {found.CleanError,8:P1}  {string.Join("  ", noisy)}");
    }
}

internal sealed class Silent : ITrainingObserver
{
    public void OnStep(TrainingProgress progress)
    {
    }

    public void OnEpoch(EpochMetrics metrics)
    {
    }

    public void OnCheckpoint(Checkpoint checkpoint)
    {
    }
}
