using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Residua.Runs;

/// <summary>Finds null among the elements of lists and dictionaries whose elements are objects, texts or lists: the serializer lets it pass.</summary>
internal static class JsonNulls
{
    /// <summary>Where it stands, as a path such as 'grid[0]'; null where there is none.</summary>
    public static string? Find(JsonNode? node, Type type, JsonSerializerOptions options)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        JsonTypeInfo info = options.GetTypeInfo(type);
        return (node, info.Kind) switch
        {
            (JsonArray all, JsonTypeInfoKind.Enumerable) => First(all.Select((element, i) => ($"[{i}]", element)), info.ElementType!, options),
            (JsonObject all, JsonTypeInfoKind.Dictionary) => First(all.Select(one => ("." + one.Key, one.Value)), info.ElementType!, options),
            (JsonObject all, JsonTypeInfoKind.Object) => info.Properties
                .Select(property => Find(all[property.Name], property.PropertyType, options) is { } inside ? "." + property.Name + inside : null)
                .FirstOrDefault(place => place is not null),
            _ => null,
        };
    }

    private static string? First(IEnumerable<(string Place, JsonNode? Node)> elements, Type type, JsonSerializerOptions options) => elements
        .Select(one => one.Node is null ? type.IsValueType ? null : one.Place : Find(one.Node, type, options) is { } inside ? one.Place + inside : null)
        .FirstOrDefault(place => place is not null);
}
