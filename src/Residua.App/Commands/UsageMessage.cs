using System.CommandLine;
using System.CommandLine.Parsing;

namespace Residua.App.Commands;

/// <summary>Turns a failed parse into one sentence, the nearest thing that does exist, and where to read more.</summary>
internal static class UsageMessage
{
    public static UsageException Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string path = Path(parsed.CommandResult);
        string help = $"See {path} --help.";
        if (Unknown(parsed) is { } unknown)
        {
            bool option = unknown.StartsWith('-');
            IEnumerable<string> known = option ? Options(parsed.CommandResult) : Shown(command);
            string? near = known.Where(name => Distance(name, unknown) <= Math.Max(2, unknown.Length / 3)).MinBy(name => Distance(name, unknown));
            string what = option ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
            return new($"{path} has no {what} '{unknown}'{(near is null ? "" : $"; did you mean {near}?")}{(near is null ? ". " : " ")}{help}");
        }

        return command.Subcommands.Count > 0 && command is not Verb
            ? new($"Say what to do: {path} {string.Join('|', Shown(command))}. {help}")
            : new($"{parsed.Errors[0].Message} {help}");
    }

    /// <summary>The first word that is no option and no argument; the parser alone takes a misspelt option for an argument.</summary>
    public static string? Unknown(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .FirstOrDefault(word => word.StartsWith('-'))
        ?? (parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null);

    /// <summary>What to say of an option or argument that was given an empty text, as an unset variable of a script makes it; null where none was. Lists may be empty.</summary>
    public static UsageException? Empty(ParseResult parsed)
    {
        for (SymbolResult? own = parsed.CommandResult; own is CommandResult command; own = command.Parent)
        {
            foreach (SymbolResult child in command.Children)
            {
                (string name, string? wanted, IReadOnlyList<Token> tokens) = child switch
                {
                    OptionResult { Implicit: false, Option: { HelpName: not null } option } result => (option.Name, option.HelpName, result.Tokens),
                    ArgumentResult { Argument: { } argument } result => (argument.HelpName ?? argument.Name, "a name", result.Tokens),
                    _ => ("", null, Array.Empty<Token>()),
                };
                if (wanted is not null && !wanted.Contains(',', StringComparison.Ordinal) && tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                {
                    return new($"{name} wants {wanted}, not an empty text.");
                }
            }
        }

        return null;
    }

    /// <summary>The command as the user types it.</summary>
    public static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "residua";

    private static IEnumerable<string> Shown(Command command) => command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name);

    private static IEnumerable<string> Options(CommandResult result)
    {
        for (SymbolResult? own = result; own is CommandResult command; own = command.Parent)
        {
            foreach (Option option in command.Command.Options)
            {
                yield return option.Name;
            }
        }
    }

    // Edits (insert, delete, replace) that turn one word into the other.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
