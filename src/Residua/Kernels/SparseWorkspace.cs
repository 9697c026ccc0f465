namespace Residua.Kernels;

/// <summary>Room for the columns of the neurons that are on, for one thread's <see cref="SparseLayers"/> at a time.</summary>
internal sealed unsafe class SparseWorkspace : IDisposable
{
    private readonly Scratch _gathered, _packed;

    /// <summary>Room for blocks of at most so many samples, with at most so many neurons chosen.</summary>
    public SparseWorkspace(PanelView weights, int samples, int most)
    {
        _gathered = new((long)samples * most);
        _packed = new((long)weights.Count * Panels.Width * most);
        Chosen = new int[most];
    }

    /// <summary>The neurons whose columns are packed: the first <see cref="Count"/>.</summary>
    public int[] Chosen { get; }

    /// <summary>How many are; -1 for nothing packed.</summary>
    public int Count { get; set; } = -1;

    /// <summary>y of the chosen neurons, [B,count].</summary>
    public float* Gathered => _gathered.Data;

    /// <summary>Their columns of W in panels.</summary>
    public float* Packed => _packed.Data;

    /// <inheritdoc />
    public void Dispose()
    {
        _gathered.Dispose();
        _packed.Dispose();
    }
}
