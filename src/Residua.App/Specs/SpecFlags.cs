using System.CommandLine;
using Residua.App.Commands;
using Residua.Runs;

namespace Residua.App.Specs;

/// <summary>The options of <see cref="SpecOptions"/> as the parser knows them.</summary>
internal sealed class SpecFlags
{
    private readonly Dictionary<string, Option> _options;

    /// <summary>Those of the given parts, with the defaults that a new run would have in their help.</summary>
    public SpecFlags(params SpecPart[] parts)
    {
        RunSpec defaults = new();
        _options = SpecOptions.All.Where(option => parts.Contains(option.Part)).ToDictionary(option => option.Name, option => Make(option, defaults));
    }

    public IEnumerable<Option> All => _options.Values;

    /// <summary>What the user gave, by name; a switch without a value has an empty text.</summary>
    public IReadOnlyDictionary<string, string> Given(Invocation call) => _options.Where(pair => call.Has(pair.Value)).ToDictionary(
        pair => pair.Key,
        pair => pair.Value is Option<string> text ? call.Get(text) ?? "" : "");

    private static Option Make(SpecOption option, RunSpec defaults)
    {
        if (option.Value is null)
        {
            return new Option<bool>(option.Name) { Description = option.Description, Arity = ArgumentArity.Zero };
        }

        string description = option.Get is { } get ? $"{option.Description} [default: {get(defaults)}]" : option.Description;
        return new Option<string>(option.Name)
        {
            HelpName = option.Value,
            Description = description,
            Arity = option.Value == "true|false" ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
    }
}
