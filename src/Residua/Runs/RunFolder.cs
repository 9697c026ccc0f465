using System.Text.Json;
using Residua.Networks;
using Residua.Training;
using static TorchSharp.torch;

namespace Residua.Runs;

/// <summary>
/// A run on disk: spec.json, environment.json, metrics.jsonl, checkpoint/, model.safetensors, results/, figures/ and
/// report.html. Every file is written aside, flushed and renamed; every file that is read back carries a checksum.
/// </summary>
public sealed class RunFolder
{
    private const string PositionKey = "residua.position";

    private readonly List<EpochMetrics> _metrics;
    private readonly ResultFolder _results;

    private RunFolder(string path, RunSpec spec, RunEnvironment environment, List<EpochMetrics> metrics)
    {
        (Path, Spec, Environment, _metrics) = (path, spec, environment, metrics);
        _results = new(System.IO.Path.Combine(path, "results"));
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>What defines the run.</summary>
    public RunSpec Spec { get; }

    /// <summary>Where and how it was made.</summary>
    public RunEnvironment Environment { get; }

    /// <summary>What each epoch came to, from epoch 0 (untrained).</summary>
    public IReadOnlyList<EpochMetrics> Metrics => _metrics;

    /// <summary>Where figures go.</summary>
    public string FiguresPath => File("figures");

    /// <summary>The report.</summary>
    public string ReportPath => File("report.html");

    /// <summary>How far the run has come.</summary>
    public RunState State =>
        System.IO.File.Exists(ModelPath) ? Spec.Training is null ? RunState.Imported : RunState.Finished
        : RunLock.IsHeld(Path) ? RunState.Training
        : System.IO.File.Exists(CheckpointPath) ? RunState.Interrupted
        : RunState.New;

    /// <summary>
    /// The network as it stands in the folder, which has another depth than <see cref="Spec"/> says where depth adapts: of the trained weights,
    /// or else of the last checkpoint, or else as training begins.
    /// </summary>
    /// <exception cref="InvalidDataException">The file of the weights is damaged.</exception>
    public NetworkSpec Network => WeightsPath is { } path ? NetworkOf(path, Safetensors.ReadMetadata(path)) : Spec.Network;

    /// <summary>Names of the results stored so far.</summary>
    public IReadOnlyList<string> Results => _results.Names;

    private string SpecPath => File("spec.json");

    private string EnvironmentPath => File("environment.json");

    private string MetricsPath => File("metrics.jsonl");

    private string ModelPath => File("model.safetensors");

    // The file of the network's weights; null where there is none yet.
    private string? WeightsPath => new[] { ModelPath, CheckpointPath }.FirstOrDefault(System.IO.File.Exists);

    private string ProgressPath => File("progress.json"); // for onlookers

    private string CheckpointPath => File("checkpoint", "checkpoint.safetensors");

    /// <summary>Makes a new run folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="spec">What defines the run.</param>
    /// <param name="environment">Where and how it is made.</param>
    /// <param name="fill">Writes what the run begins with (weights, a checkpoint) before it becomes a run; null for nothing.</param>
    /// <exception cref="IOException">The folder holds something already, or cannot be written.</exception>
    public static RunFolder Create(string path, RunSpec spec, RunEnvironment environment, Action<RunFolder>? fill = null)
    {
        path = System.IO.Path.GetFullPath(path);
        RequireFree(path);
        Directory.CreateDirectory(path);
        RunBeginning.Clear(path);
        RunFolder run = new(path, spec, environment, []);
        ChecksummedJson.Write(run.EnvironmentPath, environment);
        fill?.Invoke(run);
        ChecksummedJson.Write(run.SpecPath, spec); // last: a folder with a spec is a run
        return run;
    }

    /// <summary>Sees that a run can be made at a path.</summary>
    /// <exception cref="IOException">It holds something already.</exception>
    public static void RequireFree(string path)
    {
        if (System.IO.File.Exists(path) || (Directory.Exists(path) && !RunBeginning.Is(path)))
        {
            throw new IOException($"'{path}' exists and is not empty; give another --out, or go on with it by --resume '{path}'.");
        }
    }

    /// <summary>Opens a run folder, checking every document in it.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or it is no run folder.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it.</exception>
    public static RunFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        string specPath = System.IO.Path.Combine(path, "spec.json");
        if (!System.IO.File.Exists(specPath))
        {
            _ = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(); // throws where it may not be read
            throw new DirectoryNotFoundException($"'{path}' is no run folder: it has no spec.json.");
        }

        RunSpec spec = SpecFile.Read(specPath);
        RunEnvironment environment = ChecksummedJson.Read<RunEnvironment>(System.IO.Path.Combine(path, "environment.json"));
        string metricsPath = System.IO.Path.Combine(path, "metrics.jsonl");
        string[] lines = System.IO.File.Exists(metricsPath) ? System.IO.File.ReadAllLines(metricsPath) : [];
        List<EpochMetrics> metrics = [.. lines.Select((line, i) => ChecksummedJson.FromLine<EpochMetrics>(line, metricsPath, i + 1))];
        RunFolder run = new(path, spec, environment, metrics);
        if (run.State == RunState.Finished)
        {
            run.RequireMetricsTo(spec.Training!.Epochs);
        }

        return run;
    }

    /// <summary>Reads the metrics again, for another program may have added to them.</summary>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it.</exception>
    public void Reload()
    {
        IReadOnlyList<EpochMetrics> now = Open(Path).Metrics;
        _metrics.Clear();
        _metrics.AddRange(now);
    }

    /// <summary>Adds an epoch's metrics.</summary>
    public void AddMetrics(EpochMetrics metrics)
    {
        _metrics.Add(metrics);
        WriteMetrics();
    }

    /// <summary>Notes where training stands within its epoch, for those who look on.</summary>
    public void WriteProgress(TrainingProgress progress) => ChecksummedJson.Write(ProgressPath, progress);

    /// <summary>Where training stands within its epoch; null where it does not run, or has not said.</summary>
    /// <exception cref="InvalidDataException">The note is damaged.</exception>
    public TrainingProgress? ReadProgress() =>
        State == RunState.Training && System.IO.File.Exists(ProgressPath) ? ChecksummedJson.Read<TrainingProgress>(ProgressPath) : null;

    /// <summary>Stores a checkpoint, in place of the one before.</summary>
    public void WriteCheckpoint(Checkpoint checkpoint)
    {
        Directory.CreateDirectory(File("checkpoint"));
        string position = JsonSerializer.Serialize(checkpoint.Position, ChecksummedJson.Options);
        Safetensors.Write(CheckpointPath, checkpoint.Tensors, new Dictionary<string, string> { [PositionKey] = position, [StoredNetwork.Key] = StoredNetwork.Text(checkpoint.Network) });
    }

    /// <summary>The last checkpoint and the file that holds its tensors, to be disposed; null when there is none. Metrics after it are dropped.</summary>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    public (Checkpoint Checkpoint, SafetensorsFile File)? ReadCheckpoint()
    {
        if (!System.IO.File.Exists(CheckpointPath))
        {
            _metrics.Clear();
            return null;
        }

        SafetensorsFile file = Safetensors.Read(CheckpointPath);
        try
        {
            TrainingPosition position = JsonSerializer.Deserialize<TrainingPosition>(file.Metadata[PositionKey], ChecksummedJson.Options)!;
            _metrics.RemoveAll(metrics => metrics.Epoch > position.Epoch);
            RequireMetricsTo(position.Epoch);
            return (new(position, NetworkOf(CheckpointPath, file.Metadata), file.Tensors), file);
        }
        catch (InvalidDataException)
        {
            file.Dispose();
            throw;
        }
        catch (Exception failure) when (failure is KeyNotFoundException or JsonException)
        {
            file.Dispose();
            throw new InvalidDataException($"'{CheckpointPath}' does not say where training stood; it is damaged.", failure);
        }
    }

    /// <summary>Stores the trained or imported network, and drops the checkpoint and the note of progress that it makes needless, and results of a network half trained.</summary>
    /// <exception cref="ArgumentException">The names of its specification stand for another network.</exception>
    public void WriteNetwork(LayeredNetwork network)
    {
        network.RequireNamed();
        _results.Clear();
        Safetensors.Write(
            ModelPath,
            network.Parameters.All.ToDictionary(pair => pair.Key, pair => pair.Value),
            new Dictionary<string, string> { [StoredNetwork.Key] = StoredNetwork.Text(network.Spec) });
        System.IO.File.Delete(ProgressPath);
        if (Directory.Exists(File("checkpoint")))
        {
            Directory.Delete(File("checkpoint"), recursive: true);
        }
    }

    /// <summary>The network: as trained or imported, or else as in the last checkpoint.</summary>
    /// <exception cref="FileNotFoundException">Nothing is trained yet.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or does not fit the specification.</exception>
    public LayeredNetwork LoadNetwork(Device device)
    {
        string path = RequireWeights();
        using SafetensorsFile file = Safetensors.Read(path);
        try
        {
            NetworkSpec spec = NetworkOf(path, file.Metadata);
            return LayeredNetwork.Create(spec, Checkpoint.ParametersOf(spec, file.Tensors, device));
        }
        catch (ArgumentException failure)
        {
            throw new InvalidDataException($"'{path}' does not fit spec.json: {failure.Message}", failure);
        }
    }

    /// <summary>The SHA-256 of the weights that <see cref="LoadNetwork"/> reads, by the header of their file: it tells them from those of another epoch.</summary>
    /// <inheritdoc cref="LoadNetwork" path="/exception"/>
    public string WeightsSha256() =>
        Safetensors.ReadDataSha256(RequireWeights()) ?? throw new InvalidDataException($"'{RequireWeights()}' has no checksum: it was not written by a run; restore it.");

    /// <summary>Stores a result: its document, its arrays where it has any, how it was asked for, and whether it is of how the run began, and stands when its network changes.</summary>
    public void WriteResult<T>(string name, T value, IReadOnlyDictionary<string, NpyArray>? arrays = null, string? settings = null, bool isOfStart = false) =>
        _results.Write(name, value, arrays, settings, isOfStart);

    /// <summary>How a stored result was asked for; null where that was not noted.</summary>
    /// <exception cref="FileNotFoundException">There is no result of that name.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public string? ResultSettings(string name) => _results.Settings(name);

    /// <summary>Reads a result's document.</summary>
    /// <exception cref="FileNotFoundException">There is no result of that name.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public T ReadResult<T>(string name) => _results.Read<T>(name);

    /// <summary>Reads a result's arrays.</summary>
    /// <exception cref="FileNotFoundException">There is no result of that name, or it has no arrays.</exception>
    /// <exception cref="InvalidDataException">They are damaged, or of another run of the analysis.</exception>
    public IReadOnlyDictionary<string, NpyArray> ReadArrays(string name) => _results.ReadArrays(name);

    /// <summary>Reads every file that is read back anywhere, and names those that are damaged, each with its cause.</summary>
    public IReadOnlyList<string> FindDamage()
    {
        List<string> damage = [];
        void Try(Action read)
        {
            try
            {
                read();
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                damage.Add(failure.Message);
            }
        }

        foreach (string weights in new[] { ModelPath, CheckpointPath }.Where(System.IO.File.Exists))
        {
            Try(() => Safetensors.Read(weights).Dispose());
        }

        foreach (string name in Results)
        {
            Try(() => _results.Check(name));
        }

        return damage;
    }

    private string RequireWeights() =>
        WeightsPath ?? throw new FileNotFoundException($"'{Path}' holds no weights yet; train it first by --resume '{Path}'.", ModelPath);

    private NetworkSpec NetworkOf(string path, IReadOnlyDictionary<string, string> metadata) => StoredNetwork.Read(path, metadata, Spec.Network);

    private void RequireMetricsTo(int epoch)
    {
        if (!_metrics.Select(metrics => metrics.Epoch).SequenceEqual(Enumerable.Range(0, epoch + 1)))
        {
            throw new InvalidDataException($"'{MetricsPath}' is damaged: it must have a line for each epoch from 0 to {epoch}.");
        }
    }

    private string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private void WriteMetrics() =>
        AtomicFile.WriteText(MetricsPath, string.Concat(_metrics.Select(metrics => ChecksummedJson.ToLine(metrics) + "\n")));
}
