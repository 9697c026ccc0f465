namespace Residua.App.Explorer.Services;

/// <summary>
/// Puts off garbage collections while tensors are computed with, until <see cref="Budget"/> bytes were allocated. Numbers given to the tensor
/// library are freed by finalizers, and here other threads allocate: a collection that they bring on may come before a native call has read one.
/// </summary>
internal sealed class CollectionPause : IDisposable
{
    private const long Budget = 128 << 20;

    /// <summary>Begins it; one at a time in a process.</summary>
    public CollectionPause() => GC.TryStartNoGCRegion(Budget);

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // It ended itself, as more was allocated than the budget, or never began for want of memory.
        }
    }
}
