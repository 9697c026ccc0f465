using System.Text.Json.Serialization;
using Residua.Runs;

namespace Residua.App.Reproduction;

/// <summary>What a reproduction trains: each network with each seed. Kept in its folder, so that it can go on.</summary>
internal sealed record ReproductionPlan
{
    /// <summary>Layers to which shared weights are rolled out.</summary>
    private const int FullDepth = 1000, QuickDepth = 500;

    /// <summary>Whether the networks are the small ones.</summary>
    public required bool Quick { get; init; }

    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>The networks, by their names in <see cref="PaperNetwork"/>.</summary>
    public required string[] Networks { get; init; }

    /// <summary>The seeds.</summary>
    public required int[] Seeds { get; init; }

    /// <summary>Threads of the tensor library: going on with others would not give the same bits.</summary>
    public required int Threads { get; init; }

    /// <summary>The device.</summary>
    public required string Device { get; init; }

    /// <summary>Recipes by name; those of <see cref="Presets"/> unless a caller has others.</summary>
    [JsonIgnore]
    public Func<string, RunSpec> Recipes { get; init; } = Presets.Get;

    /// <summary>Whether these are the paper's networks on its data.</summary>
    public bool IsThePapers() => !Quick && Data == "mnist";

    /// <summary>Whether a folder holds a plan.</summary>
    public static bool IsIn(string folder) => File.Exists(PathIn(folder));

    /// <summary>The plan of a folder.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ReproductionPlan Open(string folder) => ChecksummedJson.Read<ReproductionPlan>(PathIn(folder));

    /// <summary>The plan with threads and device of the one in a folder, but for those that the user gave.</summary>
    public ReproductionPlan InheritFrom(string folder, bool threadsGiven, bool deviceGiven)
    {
        if (!IsIn(folder))
        {
            return this;
        }

        ReproductionPlan stored = Open(folder);
        return this with { Threads = threadsGiven ? Threads : stored.Threads, Device = deviceGiven ? Device : stored.Device };
    }

    /// <summary>Every network with every seed, seed by seed.</summary>
    public IEnumerable<(string Network, int Seed)> Runs() => Seeds.SelectMany(seed => Networks.Select(network => (network, seed)));

    /// <summary>The name of a run's folder.</summary>
    public static string NameOf(string network, int seed) => $"{network}-seed{seed}";

    /// <summary>How deep shared weights are rolled out.</summary>
    public int Depth() => Quick ? QuickDepth : FullDepth;

    /// <summary>The share of the samples that analyses need, to be content with.</summary>
    public double SampleShare() => Quick ? 0.5 : 1;

    /// <summary>The preset of a network.</summary>
    public string PresetOf(string network) => Quick ? "quick-" + network : network;

    /// <summary>The specification of a network with a seed.</summary>
    public RunSpec SpecOf(string network, int seed) => Recipes(PresetOf(network)) with { Seed = seed, Data = Data };

    /// <summary>Stores the plan in a folder; one that is there must be the same but for seeds that are new.</summary>
    /// <exception cref="UsageException">The folder holds another reproduction.</exception>
    /// <exception cref="IOException">The folder holds something else.</exception>
    public void StartOrGoOnIn(string folder)
    {
        string file = PathIn(folder);
        if (IsIn(folder))
        {
            ReproductionPlan stored = Open(folder);
            if (stored.Quick != Quick || stored.Data != Data || !stored.Networks.SequenceEqual(Networks) || stored.Seeds.Except(Seeds).Any()
                || stored.Threads != Threads || stored.Device != Device)
            {
                throw new UsageException(
                    $"'{folder}' holds a reproduction of {string.Join(", ", stored.Networks)} on {stored.Data}{(stored.Quick ? ", quick" : "")}, " +
                    $"seeds {string.Join(", ", stored.Seeds)}, with {stored.Threads} threads on {stored.Device}; give the same options, with these seeds or more, to go on with it, or another --out.");
            }
        }
        else if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new IOException($"'{folder}' exists and is not empty; give another --out.");
        }

        Directory.CreateDirectory(folder);
        ChecksummedJson.Write(file, this);
    }

    private static string PathIn(string folder) => Path.Combine(folder, "reproduction.json");
}
