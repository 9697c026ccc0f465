using System.Text.Json;
using Residua.Networks;

namespace Residua.Runs;

/// <summary>What network the weights in a file are of, in the file's metadata: its depth may differ from that of the run's specification.</summary>
internal static class StoredNetwork
{
    /// <summary>The metadata's key.</summary>
    public const string Key = "residua.network";

    /// <summary>The metadata's text.</summary>
    public static string Text(NetworkSpec network) => JsonSerializer.Serialize(network, ChecksummedJson.Options);

    /// <summary>Reads it; files from before depth could adapt do not say, and have the depth that training began with.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="start">The run's specification, from which only the layers may differ.</param>
    /// <exception cref="InvalidDataException">It is damaged, or another network's.</exception>
    public static NetworkSpec Read(string path, IReadOnlyDictionary<string, string> metadata, NetworkSpec start)
    {
        if (!metadata.TryGetValue(Key, out string? text))
        {
            return start;
        }

        try
        {
            NetworkSpec network = JsonSerializer.Deserialize<NetworkSpec>(text, ChecksummedJson.Options)!;
            return network with { Weights = start.Weights, Layers = start.Layers } == start
                ? network
                : throw new InvalidDataException($"'{path}' does not fit spec.json: its weights are of another network.");
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"'{path}' does not say what network its weights are of; it is damaged.", failure);
        }
    }
}
