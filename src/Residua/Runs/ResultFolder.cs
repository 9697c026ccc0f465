using System.Security.Cryptography;
using System.Text.Json;

namespace Residua.Runs;

/// <summary>The results of a run: NAME.json, and NAME.npz where a result has arrays.</summary>
internal sealed class ResultFolder(string folder)
{
    public IReadOnlyList<string> Names => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Stores a result; its document last, with the hash of its arrays, so that the two always belong together.</summary>
    public void Write<T>(string name, T value, IReadOnlyDictionary<string, NpyArray>? arrays, string? settings, bool isOfStart)
    {
        Directory.CreateDirectory(folder);
        if (arrays is not null)
        {
            Npz.Write(ArraysPath(name), arrays);
        }

        ChecksummedJson.Write(
            DocumentPath(name),
            new StoredResult<T> { Analysis = name, ArraysSha256 = arrays is null ? null : Hash(ArraysPath(name)), Settings = settings, IsOfStart = isOfStart, Result = value });
    }

    public string? Settings(string name) => Document(name).Settings;

    public T Read<T>(string name) => ChecksummedJson.Read<StoredResult<T>>(DocumentPath(name)).Result
        ?? throw new InvalidDataException($"'{DocumentPath(name)}' holds no result; restore or remove it.");

    public IReadOnlyDictionary<string, NpyArray> ReadArrays(string name)
    {
        string? expected = HashOfArrays(name);
        if (!File.Exists(ArraysPath(name)))
        {
            throw new FileNotFoundException($"'{ArraysPath(name)}' is missing; run the analysis {name} again.", ArraysPath(name));
        }

        return Hash(ArraysPath(name)) == expected
            ? Npz.Read(ArraysPath(name))
            : throw new InvalidDataException($"'{ArraysPath(name)}' is damaged or does not belong to {name}.json; run the analysis {name} again.");
    }

    /// <summary>Reads all of a result; throws where it is damaged.</summary>
    public void Check(string name)
    {
        if (HashOfArrays(name) is not null)
        {
            ReadArrays(name);
        }
    }

    /// <summary>Drops all results but those of how the run began.</summary>
    public void Clear()
    {
        string[] kept = [.. Names.Where(IsOfStart)];
        foreach (string file in Directory.Exists(folder) ? Directory.GetFiles(folder).Where(file => !kept.Contains(Path.GetFileNameWithoutExtension(file))) : [])
        {
            File.Delete(file);
        }
    }

    private bool IsOfStart(string name)
    {
        try
        {
            return Document(name).IsOfStart;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private string? HashOfArrays(string name) => Document(name).ArraysSha256;

    private StoredResult<JsonElement> Document(string name) => ChecksummedJson.Read<StoredResult<JsonElement>>(DocumentPath(name));

    private string DocumentPath(string name) => Path.Combine(folder, name + ".json");

    private string ArraysPath(string name) => Path.Combine(folder, name + ".npz");

    private static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
