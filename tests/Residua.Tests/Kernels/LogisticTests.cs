using System.Runtime.Intrinsics;
using Residua.Kernels;
using Xunit;

namespace Residua.Tests.Kernels;

/// <summary>The logistic of the kernels against float64.</summary>
public sealed class LogisticTests
{
    [Fact]
    public void It_is_right_to_2e_7_of_its_value_wherever_it_is_not_0()
    {
        for (float z = -87.25f; z < 90; z += 0.013f)
        {
            double exact = 1 / (1 + Math.Exp(-(double)z));
            Assert.InRange(Math.Abs(Logistic.Of(z) - exact) / exact, 0, 2e-7);
        }
    }

    [Fact]
    public void Far_out_it_is_exactly_0_and_1_and_it_keeps_what_is_not_a_number()
    {
        float[] values = [-88, -1000, float.NegativeInfinity, 17.5f, 1000, float.PositiveInfinity, float.NaN, 0];
        Vector256<float> y = Logistic.Of(Vector256.Create(values));
        Assert.Equal([0, 0, 0, 1, 1, 1, float.NaN, 0.5f], Enumerable.Range(0, 8).Select(i => y[i]));
    }
}
