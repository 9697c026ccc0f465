namespace Residua.App.Commands;

/// <summary>Global settings that only some verbs make use of.</summary>
[Flags]
internal enum Settings
{
    None = 0,
    Seed = 1,
    Threads = 2,
    Device = 4,
    Out = 8,
    DataRoot = 16,

    /// <summary>What computing with tensors takes.</summary>
    Compute = Threads | Device,
}
