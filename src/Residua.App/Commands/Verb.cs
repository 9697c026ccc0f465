using System.CommandLine;

namespace Residua.App.Commands;

/// <summary>A command that does something; a new one is one new file and one line in <see cref="Verbs"/>.</summary>
/// <param name="name">What the user types.</param>
/// <param name="description">One line for the help.</param>
/// <param name="uses">The global settings that make a difference to it.</param>
internal abstract class Verb(string name, string description, Settings uses) : Command(name, description)
{
    public Settings Uses { get; } = uses;

    /// <summary>Does it. Failures are exceptions; see <see cref="Failure"/>.</summary>
    public abstract Report Run(Invocation call);
}
