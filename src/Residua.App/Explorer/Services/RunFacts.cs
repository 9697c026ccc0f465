using System.Globalization;
using System.Text.Json.Nodes;
using Residua.Analysis;
using Residua.App.Output;
using Residua.Networks;
using Residua.Runs;

namespace Residua.App.Explorer.Services;

/// <summary>What is said of runs in words.</summary>
internal static class RunFacts
{
    /// <summary>A run's name, or its folder where another run beside it has the same name.</summary>
    public static string Label(RunCard run, IEnumerable<RunCard> beside) => beside.Any(other => other.Id != run.Id && other.Name == run.Name) ? run.Id.Replace('~', '/') : run.Name;

    /// <summary>What a run is and what it came to.</summary>
    public static IEnumerable<(string Name, string Value)> Of(RunCard run)
    {
        NetworkSpec network = run.Network!;
        yield return ("Network", $"{network.Network}, {network.Weights} weights");
        yield return ("Layers", $"{network.Layers}{(network.Layers == run.Spec!.Network.Layers ? "" : $" of {run.Spec.Network.Layers} at the start")}");
        yield return ("Neurons", Whole(network.Neurons));
        yield return ("Activation", network.Activation);
        yield return ("Parameters", Whole(network.ParameterCount));
        yield return ("Data", run.Spec.Pool == 1 ? run.Spec.Data : $"{run.Spec.Data}, pooled by {run.Spec.Pool}");
        yield return ("Seed", $"{run.Spec.Seed}");
        if (run.Spec.Parent is { } parent)
        {
            yield return ("Made of", parent);
        }

        if (run.Last is { } last)
        {
            yield return ("Epochs", $"{last.Epoch}{(run.Spec.Training is { } training ? $" of {training.Epochs}" : "")}");
            yield return ("Test error", Readable.Percent(last.TestError));
            yield return ("Test loss", last.TestLoss.ToString("F4", CultureInfo.InvariantCulture) + " nats");
            yield return ("Training", $"{Readable.Duration(TimeSpan.FromSeconds(run.Metrics.Sum(epoch => epoch.TrainSeconds)))}, {(double.IsFinite(last.SamplesPerSecond) ? Whole((long)last.SamplesPerSecond) : "?")} samples/s");
        }

        yield return ("Results", run.Results.Count == 0 ? "none yet" : string.Join(", ", run.Results));
        yield return ("Folder", run.Path);
    }

    /// <summary>Where and how a run was made.</summary>
    public static IEnumerable<(string Name, string Value)> OfEnvironment(RunCard run)
    {
        RunEnvironment environment = run.Environment!;
        yield return ("Made", environment.Created.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC");
        yield return ("Processor", $"{environment.Processor}, {environment.Cores} cores");
        yield return ("Device", $"{environment.Device}, {environment.Threads} threads");
        yield return ("System", environment.OperatingSystem);
        yield return ("Program", $"Residua {environment.Program}, {environment.Runtime}, TorchSharp {environment.TorchSharp}");
        yield return ("Data from", $"{environment.DataOrigin}{(environment.DataVerified ? ", verified" : ", not verified")}");
    }

    /// <summary>The commands that repeat a run, analyse it and show it.</summary>
    public static string Commands(RunCard run)
    {
        string spec = Shell.Quote(Path.Combine(run.Path, "spec.json")), folder = Shell.Quote(run.Path);
        string make = run.Spec!.Training is null ? run.Environment!.Command : $"residua train --config {spec} --threads {run.Environment!.Threads}";
        return $"{make}\nresidua analyze {folder} --what all\nresidua show {folder}";
    }

    /// <summary>Rows of the reproduction that a run is part of which measure its network; null where there is no scorecard.</summary>
    public static IReadOnlyList<ClaimRow>? Scorecard(RunCard run)
    {
        string path = Path.Combine(Path.GetDirectoryName(run.Path)!, "scorecard.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            // A reproduction's runs are in NETWORK-seedN; quick presets have names of their own.
            string folder = Path.GetFileName(run.Path);
            string[] names = [run.Spec!.Name, folder.LastIndexOf("-seed", StringComparison.Ordinal) is > 0 and var end ? folder[..end] : folder];
            Scorecard card = Analysis.Scorecard.FromJson(File.ReadAllText(path));
            return [.. card.Claims.Where(claim => claim.Over.Split([' ', ',', ';', ':']).Any(names.Contains)).Select(claim => new ClaimRow(claim.Id, claim.Claim, claim.Ours, claim.Verdict.ToString().ToLowerInvariant()))];
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            return null; // half copied, say: the overview stands without it
        }
    }

    /// <summary>Fields of specifications that differ between runs, with the value of each run.</summary>
    public static IEnumerable<(string Field, string[] Values)> Differences(IReadOnlyList<RunCard> runs)
    {
        Dictionary<string, string>[] all = [.. runs.Select(run => Flat(JsonNode.Parse(JsonText.Of(run.Spec!))!))];
        yield return ("test error", [.. runs.Select(run => run.Last is { } last ? Readable.Percent(last.TestError) : "")]);
        yield return ("layers now", [.. runs.Select(run => $"{run.Network!.Layers}")]);
        foreach (string field in all.SelectMany(one => one.Keys).Distinct().Where(field => field != "name"))
        {
            string[] values = [.. all.Select(one => one.GetValueOrDefault(field, "–"))];
            if (values.Distinct().Count() > 1)
            {
                yield return (field, values);
            }
        }
    }

    private static Dictionary<string, string> Flat(JsonNode node)
    {
        Dictionary<string, string> flat = [];
        Add("", node);
        return flat;

        void Add(string path, JsonNode? at)
        {
            if (at is JsonObject fields)
            {
                foreach ((string name, JsonNode? value) in fields)
                {
                    Add(path.Length == 0 ? name : $"{path}.{name}", value);
                }
            }
            else
            {
                flat[path] = at?.ToString() ?? "none";
            }
        }
    }

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
