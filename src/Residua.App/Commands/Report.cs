using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>A verb's answer, for a program and for a person.</summary>
/// <param name="Document">What --json prints.</param>
/// <param name="Show">Prints the same for people.</param>
/// <param name="ExitCode">Done, or bad input where the answer is that something is wrong.</param>
internal sealed record Report(object Document, Action<IAnsiConsole> Show, int ExitCode = App.ExitCode.Done);
