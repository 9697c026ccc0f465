using System.Buffers;
using System.Runtime.InteropServices;

namespace Residua.Kernels;

/// <summary>Numbers for the time of one computation, from a pool and aligned to cache lines; what they are at first is undefined.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    private const int Line = 64;

    private readonly float[] _array;
    private GCHandle _pin;

    /// <summary>At least <paramref name="count"/> numbers.</summary>
    public Scratch(long count)
    {
        _array = ArrayPool<float>.Shared.Rent(checked((int)count + (Line / sizeof(float))));
        _pin = GCHandle.Alloc(_array, GCHandleType.Pinned);
        Data = (float*)((_pin.AddrOfPinnedObject() + Line - 1) & ~(nint)(Line - 1));
    }

    /// <summary>The first of them.</summary>
    public float* Data { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_pin.IsAllocated)
        {
            _pin.Free();
            ArrayPool<float>.Shared.Return(_array);
        }
    }
}
