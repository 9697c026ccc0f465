// A program that is not of this repository and sets nothing: does what the library and the residua program do, again
// and again, beside threads that allocate at full speed and threads that force collections, and tells whether every
// answer has the bits of the first. Arguments: how many noise sweeps, eigenvalue problems, short trainings, and times
// every analysis.

using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Residua.Analysis;
using Residua.Data;
using Residua.Networks;
using Residua.Systems;
using Residua.Training;
using TorchSharp;
using static TorchSharp.torch;

JsonSerializerOptions json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
int[] counts = [.. args.Select(int.Parse)];
DataSet digits = DataCatalog.Open("digits", new DataRequest(null, null, CancellationToken.None, AllowDownload: false));
ImageSet train = digits.Train.Pool(2), test = digits.Test.Pool(2); // 28 x 28 pixels -> 14 x 14 = 196
ImageSet images = Samples.Balanced(test, perClass: 10, seed: 1);
int[] classes = [.. images.Labels.Select(label => (int)label)];
NetworkSpec spec = new() { Neurons = 196, Inputs = 196, Bias = false, Initialization = Initializations.Get("competitive") };
TrainingSpec training = new() { Epochs = 1, Limit = 640, Batch = 32, LearningRate = 4e-3, WarmupSteps = 5, Decay = 0.01 };
using LayeredNetwork start = LayeredNetwork.Create(spec, 1, CPU);
using LayeredNetwork network = Train();
using Tensor pixels = ImageTensors.Pixels(images, [.. Enumerable.Range(0, images.Count)], network.Type, network.Device); // [B,P]
using Tensor x0 = network.Embed(pixels);                                                                               // [B,N]
using Trajectory trajectory = Rollout.Run(network, x0, 40, new() { Signals = Signals.Residual | Signals.PreActivation, SignalLayers = LayerSelection.Only(39, 40) });
string folder = Directory.CreateTempSubdirectory("residua-outside-").FullName;
int bad = 0;
try
{
    Again("noise sweeps", counts[0], Noise);
    Again("eigenvalue problems", counts[1], Eigenvalues);
    Again("short trainings", counts[2], Weights);
    Again("times every analysis", counts[3], Analyses);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

return bad == 0 ? 0 : 1;

void Again(string what, int times, Func<string> work)
{
    if (times == 0)
    {
        return;
    }

    string expected = work(); // alone
    int failed = 0, differ = 0;
    string? first = null;
    using CancellationTokenSource end = new();
    Thread[] others = [Beside(Allocate), Beside(Allocate), Beside(Collect)];
    for (int i = 0; i < times; i++)
    {
        try
        {
            differ += work() == expected ? 0 : 1;
        }
        catch (Exception exception)
        {
            failed++;
            first ??= exception.ToString().Split('\n')[0];
        }
    }

    end.Cancel();
    Array.ForEach(others, thread => thread.Join());
    bad += failed + differ;
    Console.WriteLine($"{times} {what}: {failed} failed, {differ} with other bits{(first is null ? "" : $"; {first}")}");

    Thread Beside(Action<CancellationToken> load)
    {
        Thread thread = new(() => load(end.Token)) { IsBackground = true };
        thread.Start();
        return thread;
    }
}

static void Allocate(CancellationToken end)
{
    byte[][] kept = new byte[4096][];
    for (int i = 0; !end.IsCancellationRequested; i++)
    {
        kept[i % kept.Length] = new byte[256 + (i % 4096)];
    }
}

static void Collect(CancellationToken end)
{
    for (int i = 0; !end.IsCancellationRequested; i++)
    {
        GC.Collect(i % 3, GCCollectionMode.Forced, blocking: i % 2 == 0);
        Thread.Sleep(1);
    }
}

string Noise() => JsonSerializer.Serialize(
    NoiseRobustness.Measure(network, network, network.Embed, pixels, classes, new() { Amplitudes = [0.03, 0.3], Realisations = 3, Replicates = 1 }), json);

string Eigenvalues()
{
    using Tensor y = Layer(Signals.Residual, 1), z = Layer(Signals.PreActivation, 1), previous = Layer(Signals.Residual, 0);
    return JsonSerializer.Serialize(JacobianEigenvalues.Find(network, 40, y, z, previous, classes, new() { SamplesPerClass = 1 }), json);

    Tensor Layer(Signals signal, int layer) => trajectory[signal][layer]; // [B,N]
}

string Weights()
{
    using LayeredNetwork trained = Train();
    return string.Join(' ', trained.Parameters.All.Select(pair => Convert.ToHexString(SHA256.HashData(pair.Value.bytes))));
}

LayeredNetwork Train() => Trainer.Run(start, train, test, training, 1, resume: null, new Silent());

// By the program, in this process: a run of two epochs, and all its results, but for what they say of times.
string Analyses()
{
    string run = Path.Combine(folder, "run");
    if (Directory.Exists(run))
    {
        Directory.Delete(run, recursive: true);
    }

    Residua("train", "--preset", "quick-shared", "--epochs", "1", "--limit", "600", "--out", run);
    Residua("analyze", run, "--what", "all", "--samples", "30", "--depth", "60");
    IEnumerable<string> files = Directory.EnumerateFiles(Path.Combine(run, "results")).Order(StringComparer.Ordinal);
    return string.Join('\n', files.Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));
}

void Residua(params string[] command)
{
    StringWriter output = new(), error = new();
    Type program = Assembly.Load("Residua.App").GetType("Residua.App.Program")!;
    object code = program.GetMethod("Run", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [(string[])[.. command, "--quiet"], output, error, CancellationToken.None])!;
    if ((int)code != 0)
    {
        throw new InvalidOperationException($"residua {string.Join(' ', command)} ended with {code}: {error}");
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
