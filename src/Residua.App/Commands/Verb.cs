using System.CommandLine;

namespace Residua.App.Commands;

/// <summary>A command that does something; a new one is one new file and one line in <see cref="Verbs"/>.</summary>
internal abstract class Verb : Command
{
    /// <summary>Names it.</summary>
    /// <param name="name">What the user types.</param>
    /// <param name="description">One line for the help.</param>
    /// <param name="uses">The global settings that make a difference to it.</param>
    protected Verb(string name, string description, Settings uses)
        : base(name, description)
    {
        Uses = uses;
        SetAction(_ => { }); // the parser takes one that has commands below it and no action for half a command
    }

    public Settings Uses { get; }

    /// <summary>Does it. Failures are exceptions; see <see cref="Failure"/>.</summary>
    public abstract Report Run(Invocation call);
}
