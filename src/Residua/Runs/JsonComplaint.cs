using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Residua.Runs;

/// <summary>Says in the file's own terms why a JSON document does not fit a type: which property, and what may stand there.</summary>
internal static partial class JsonComplaint
{
    public static string About(JsonException error, Type root, JsonSerializerOptions options)
    {
        string path = error.Path ?? "$";
        string[] steps = [.. Step().Matches(path).Select(match => match.Groups["name"].Value)];
        string shown = path.TrimStart('$').TrimStart('.');
        string within = shown.Length == 0 ? "it" : $"'{shown}'";
        if (Missing().Match(error.Message) is { Success: true } missing)
        {
            return $"{within} lacks {missing.Groups["names"].Value}";
        }

        if (error.Message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return $"{within} is no property there; known are {Names(TypeAt(root, steps.SkipLast(1), options), options)}";
        }

        Type? type = TypeAt(root, steps, options);
        return type is { IsEnum: true }
            ? $"{within} must be one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}"
            : $"{within} has a value of the wrong kind or out of range";
    }

    // The type that stands at the end of a path of properties and, as empty names, array indices.
    private static Type? TypeAt(Type? type, IEnumerable<string> steps, JsonSerializerOptions options)
    {
        foreach (string step in steps)
        {
            if (type is null)
            {
                break;
            }

            JsonTypeInfo info = options.GetTypeInfo(type);
            type = info.Kind == JsonTypeInfoKind.Object
                ? info.Properties.FirstOrDefault(property => property.Name == step)?.PropertyType
                : info.ElementType;
        }

        return type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
    }

    private static string Names(Type? type, JsonSerializerOptions options) => type is null
        ? "others"
        : string.Join(", ", options.GetTypeInfo(type).Properties.Select(property => property.Name));

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\[\d+\]")]
    private static partial Regex Step();

    [GeneratedRegex("missing required properties including: (?<names>.+?)\\.?$")]
    private static partial Regex Missing();
}
