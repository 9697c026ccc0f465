namespace Residua.Kernels;

/// <summary>A factor [K,C] in panels of <see cref="Panels.Width"/> columns, somewhere in memory. Owns nothing.</summary>
/// <param name="data">The first panel.</param>
/// <param name="rows">K.</param>
/// <param name="columns">C.</param>
internal readonly unsafe struct PanelView(float* data, int rows, int columns)
{
    /// <summary>K.</summary>
    public int Rows => rows;

    /// <summary>C.</summary>
    public int Columns => columns;

    /// <summary>⌈C/16⌉.</summary>
    public int Count => (columns + Panels.Width - 1) / Panels.Width;

    /// <summary>Panel <paramref name="panel"/> from row <paramref name="row"/> on, [K-row,16].</summary>
    public float* At(int panel, int row) => data + ((((long)panel * rows) + row) * Panels.Width);
}
