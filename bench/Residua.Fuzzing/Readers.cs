using Residua.Analysis;
using Residua.App.Analyses;
using Residua.App.Reproduction;
using Residua.App.Specs;
using Residua.App.Studies;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Residua.Training;
using TorchSharp;

namespace Residua.Fuzzing;

/// <summary>Every reader of the program, with files that it made itself.</summary>
internal static class Readers
{
    private const string Sealed = ".json";

    /// <summary>All of them, over a corpus; a new reader is one entry.</summary>
    /// <param name="corpus">What <see cref="Corpus.Make"/> has made.</param>
    /// <param name="work">A folder for inputs, best in memory.</param>
    public static IReadOnlyList<Reader> Over(string corpus, string work)
    {
        string run = Copy(Path.Combine(corpus, "run"), Path.Combine(work, "run"));
        string stopped = Copy(Path.Combine(corpus, "stopped"), Path.Combine(work, "stopped"));
        string study = Copy(Path.Combine(corpus, "study"), Path.Combine(work, "study"));
        string plan = Copy(Path.Combine(corpus, "plan"), Path.Combine(work, "plan"));
        NetworkSpec network = RunFolder.Open(run).Network;
        int pool = RunFolder.Open(run).Spec.Pool;

        List<Reader> readers =
        [
            Of("IDX images", "*images-idx3-ubyte", path => _ = IdxFile.ReadImages(path)),
            Of("IDX labels", "*labels-idx1-ubyte", path => _ = IdxFile.ReadLabels(path)),
            Of("gzip of IDX", "*.gz", path => _ = IdxFile.ReadImages(path)),
            Of("pictures", "digit.*", path => ForeignImages.Read(path, network, pool, torch.ScalarType.Float32, torch.CPU).Pixels.Dispose()),
            Of("npy", "*.npy", path => _ = Npy.Read(path)),
            Of("npz", "*.npz", path => _ = Npz.Read(path)),
            Of("safetensors", "*.safetensors", path => Safetensors.Read(path).Dispose()),
            Of("weights from elsewhere", "*.safetensors", Import, ".safetensors"),
            OfJson("a configuration", Path.Combine(corpus, "config.json"), Path.Combine(work, "config.json"), path => _ = SpecFile.ReadUnchecked(path)),
            OfJson("a study file", Path.Combine(corpus, "study.json"), Path.Combine(work, "study.json"), path => _ = StudyGrid.Parse(ChecksummedJson.ReadUnchecked<StudyFile>(path).Grid)),
            OfRun("spec.json", () => RunFolder.Open(run)),
            OfRun("environment.json", () => RunFolder.Open(run)),
            Lines("metrics.jsonl"),
            OfJson("progress.json", Path.Combine(stopped, "progress.json"), Path.Combine(stopped, "progress.json"), path => _ = ChecksummedJson.Read<TrainingProgress>(path)),
            Of("a checkpoint", "checkpoint.safetensors", _ => RunFolder.Open(stopped).ReadCheckpoint()?.File.Dispose(), at: Path.Combine(stopped, "checkpoint", "checkpoint.safetensors")),
            OfJson("study.json", Path.Combine(study, "study.json"), Path.Combine(study, "study.json"), _ => StudyFolder.Open(study).Cells()),
            OfJson("a cell's note", Note(study), Note(study), path => _ = ChecksummedJson.Read<CellNote>(path)),
            OfJson("reproduction.json", Path.Combine(plan, "reproduction.json"), Path.Combine(plan, "reproduction.json"), _ => ReproductionPlan.Open(plan)),
            OfJson("scorecard.json", Path.Combine(corpus, "scorecard.json"), Path.Combine(work, "scorecard.json"), path => _ = Scorecard.FromJson(File.ReadAllText(path))),
        ];
        foreach (string result in RunFolder.Open(run).Results)
        {
            string path = Path.Combine(run, "results", result + Sealed);
            if (RunAnalyses.All().FirstOrDefault(analysis => analysis.Name == result) is { } analysis)
            {
                readers.Add(OfJson($"result {result}", path, path, _ => Load(() => analysis.Load(RunFolder.Open(run)))));
            }
        }

        return readers;

        Reader Of(string name, string pattern, Action<string> read, string extension = "", string? at = null)
        {
            byte[][] files = [.. Directory.GetFiles(corpus, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(file => file.Length < 200_000)];
            string path = at ?? Path.Combine(work, "input" + extension);
            return new(name, files, path, () => read(path), Mutator.Bytes);
        }

        Reader OfJson(string name, string file, string at, Action<string> read) =>
            new(name, [File.ReadAllBytes(file)], at, () => read(at), (original, _, random) => random.Next(3) == 0 ? Mutator.Bytes(original, original, random) : Mutator.Json(original, random));

        Reader OfRun(string file, Action read) => OfJson(file, Path.Combine(run, file), Path.Combine(run, file), _ => read());

        // Each line is a document of its own.
        Reader Lines(string file)
        {
            string path = Path.Combine(run, file);
            return new(file, [File.ReadAllBytes(path)], path, () => RunFolder.Open(run), (original, _, random) =>
            {
                string[] lines = System.Text.Encoding.UTF8.GetString(original).TrimEnd('\n').Split('\n');
                int line = random.Next(lines.Length);
                lines[line] = System.Text.Encoding.UTF8.GetString(random.Next(3) == 0
                    ? Mutator.Bytes(System.Text.Encoding.UTF8.GetBytes(lines[line]), original, random)
                    : Mutator.Json(System.Text.Encoding.UTF8.GetBytes(lines[line]), random));
                return System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
            });
        }
    }

    // As the report reads results: some lack an array, or do not fit it.
    private static void Load(Func<object> load)
    {
        try
        {
            _ = load();
        }
        catch (Exception damage) when (StoredResults.IsDamage(damage))
        {
            throw new InvalidDataException(damage.Message, damage);
        }
    }

    private static void Import(string path)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Dictionary<string, torch.Tensor> tensors = ForeignFile.Read(path);
        RunSpec spec = ForeignWeights.Guess(tensors.ToDictionary(pair => pair.Key, pair => pair.Value.shape), tensors.Values.Any(tensor => tensor.dtype == torch.ScalarType.Float64));
        ForeignFile.Parameters(path, spec.Network with { Inputs = 16 }, tensors).Dispose();
    }

    private static string Note(string study) => Directory.GetFiles(Path.Combine(study, "cells"), "note.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();

    private static string Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return to;
    }
}
