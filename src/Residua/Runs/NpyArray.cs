using System.Runtime.InteropServices;

namespace Residua.Runs;

/// <summary>An immutable array of numbers with a shape, in C order: what one entry of an .npz file holds.</summary>
public sealed class NpyArray
{
    private readonly Array _data;

    private NpyArray(Array data, long[] shape)
    {
        _data = data;
        Shape = Array.AsReadOnly(shape);
    }

    /// <summary>The sizes of the dimensions; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The type of one element: float, double, long, int, byte or bool.</summary>
    public Type ElementType => _data.GetType().GetElementType()!;

    /// <summary>The number of elements: the product of <see cref="Shape"/>.</summary>
    public int Length => _data.Length;

    /// <summary>An array of float32.</summary>
    /// <param name="data">The elements in C order; they are copied.</param>
    /// <param name="shape">The sizes of the dimensions; none for a single number.</param>
    /// <exception cref="ArgumentException">A size is negative, or the product of the sizes is not the number of elements.</exception>
    public static NpyArray Of(float[] data, params long[] shape) => Copy(data, shape);

    /// <summary>An array of float64.</summary>
    /// <inheritdoc cref="Of(float[], long[])"/>
    public static NpyArray Of(double[] data, params long[] shape) => Copy(data, shape);

    /// <summary>An array of int64.</summary>
    /// <inheritdoc cref="Of(float[], long[])"/>
    public static NpyArray Of(long[] data, params long[] shape) => Copy(data, shape);

    /// <summary>An array of int32.</summary>
    /// <inheritdoc cref="Of(float[], long[])"/>
    public static NpyArray Of(int[] data, params long[] shape) => Copy(data, shape);

    /// <summary>An array of uint8.</summary>
    /// <inheritdoc cref="Of(float[], long[])"/>
    public static NpyArray Of(byte[] data, params long[] shape) => Copy(data, shape);

    /// <summary>An array of booleans.</summary>
    /// <inheritdoc cref="Of(float[], long[])"/>
    public static NpyArray Of(bool[] data, params long[] shape) => Copy(data, shape);

    /// <summary>The elements as float32, in C order.</summary>
    /// <exception cref="InvalidOperationException">The array has another element type; nothing is converted.</exception>
    public ReadOnlySpan<float> AsFloats() => As<float>();

    /// <summary>The elements as float64, in C order.</summary>
    /// <inheritdoc cref="AsFloats" path="/exception"/>
    public ReadOnlySpan<double> AsDoubles() => As<double>();

    /// <summary>The elements as int64, in C order.</summary>
    /// <inheritdoc cref="AsFloats" path="/exception"/>
    public ReadOnlySpan<long> AsLongs() => As<long>();

    /// <summary>The elements as int32, in C order.</summary>
    /// <inheritdoc cref="AsFloats" path="/exception"/>
    public ReadOnlySpan<int> AsInts() => As<int>();

    /// <summary>The elements as uint8, in C order.</summary>
    /// <inheritdoc cref="AsFloats" path="/exception"/>
    public ReadOnlySpan<byte> AsBytes() => As<byte>();

    /// <summary>The elements as booleans, in C order.</summary>
    /// <inheritdoc cref="AsFloats" path="/exception"/>
    public ReadOnlySpan<bool> AsBools() => As<bool>();

    /// <summary>An array over data that nobody else holds and whose length is known to fit the shape.</summary>
    internal static NpyArray Over<T>(T[] data, long[] shape)
        where T : unmanaged => new(data, shape);

    /// <summary>The bytes of a range of elements, as they lie in a .npy file.</summary>
    internal ReadOnlySpan<byte> Bytes(Range range) => _data switch
    {
        float[] data => MemoryMarshal.AsBytes(data.AsSpan(range)),
        double[] data => MemoryMarshal.AsBytes(data.AsSpan(range)),
        long[] data => MemoryMarshal.AsBytes(data.AsSpan(range)),
        int[] data => MemoryMarshal.AsBytes(data.AsSpan(range)),
        bool[] data => MemoryMarshal.AsBytes(data.AsSpan(range)),
        _ => ((byte[])_data).AsSpan(range),
    };

    private static NpyArray Copy<T>(T[] data, long[] shape)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(shape);
        if (NpyHeader.Elements(shape) != data.Length)
        {
            throw new ArgumentException($"The shape ({string.Join(", ", shape)}) does not hold the {data.Length} elements given; make them agree.", nameof(shape));
        }

        return new NpyArray((T[])data.Clone(), (long[])shape.Clone());
    }

    private ReadOnlySpan<T> As<T>() => _data as T[] ?? throw new InvalidOperationException(
        $"The array holds {ElementType.Name}, not {typeof(T).Name}; ask for the type it has.");
}
