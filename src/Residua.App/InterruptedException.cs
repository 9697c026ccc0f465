namespace Residua.App;

/// <summary>The user stopped the program; the message says what was kept and how to go on.</summary>
internal sealed class InterruptedException(string message) : OperationCanceledException(message);
