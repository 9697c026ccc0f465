using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Residua.Kernels;

/// <summary>1 / (1 + exp(-z)) of 8 numbers, to 2e-7 of the value; exactly 0 below -87.3 and exactly 1 above 17.</summary>
/// <remarks>
/// exp(x) = 2ⁿ exp(r) with n the integer next to x / ln 2, ln 2 in two parts, and exp(r), |r| ≤ ln 2 / 2, as its Taylor polynomial
/// of degree 7, whose remainder there is below 6e-9.
/// </remarks>
internal static class Logistic
{
    private const float Largest = 87.3f, HighLn2 = 0.693359375f, LowLn2 = -2.12194440e-4f;

    /// <summary>The logistic of each number; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> z)
    {
        Vector256<float> x = Vector256.Max(Vector256.Min(-z, Vector256.Create(Largest)), Vector256.Create(-Largest));
        Vector256<float> n = Avx.RoundToNearestInteger(x * Vector256.Create(1.44269504f));
        Vector256<float> r = Fma.MultiplyAddNegated(n, Vector256.Create(HighLn2), x);
        r = Fma.MultiplyAddNegated(n, Vector256.Create(LowLn2), r);
        Vector256<float> p = Vector256.Create(1f / 5040);
        p = Fma.MultiplyAdd(p, r, Vector256.Create(1f / 720));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(1f / 120));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(1f / 24));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(1f / 6));
        p = Fma.MultiplyAdd(p, r, Vector256.Create(0.5f));
        p = Fma.MultiplyAdd(p, r, Vector256<float>.One);
        p = Fma.MultiplyAdd(p, r, Vector256<float>.One);
        Vector256<float> scale = ((Vector256.ConvertToInt32(n) + Vector256.Create(127)) << 23).AsSingle();
        Vector256<float> y = Vector256<float>.One / (Vector256<float>.One + (p * scale));
        y = Vector256.AndNot(y, Vector256.LessThan(z, Vector256.Create(-Largest)));
        return Vector256.ConditionalSelect(Vector256.Equals(z, z), y, z);
    }

    /// <summary>The logistic of one number, by the same steps.</summary>
    public static float Of(float z) => Of(Vector256.Create(z)).ToScalar();
}
