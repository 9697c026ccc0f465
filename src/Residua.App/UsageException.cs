namespace Residua.App;

/// <summary>The command line asks for something that is not understood; the message is one sentence for the user.</summary>
internal sealed class UsageException(string message) : Exception(message);
