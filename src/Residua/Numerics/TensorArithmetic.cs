using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Numerics;

/// <summary>
/// Arithmetic of tensors with numbers. TorchSharp makes a native number of each one that an operator or a method is
/// given (<c>x * 2</c>, <c>x.lt(0)</c>), and one even where none is written (<c>a + b</c> is a + 1 b). Nothing holds
/// that number while native code reads it, so a collection on another thread may free it under the call. Here each
/// lives until the call has returned. The names are those of the tensor library, written with capitals; an underscore
/// at the end says that x itself changes and is returned. A number is taken as a double, so x is of floating point, and
/// for such x the bits are those of the tensor library's own operators.
/// </summary>
public static class TensorArithmetic
{
    private static readonly Scalar s_one = 1;

    /// <summary>x + y.</summary>
    public static Tensor Add(this Tensor x, Tensor y) => x.add(y, s_one);

    /// <summary>x + alpha y.</summary>
    public static Tensor Add(this Tensor x, Tensor y, double alpha)
    {
        using Scalar factor = alpha;
        return x.add(y, factor);
    }

    /// <summary>x + number.</summary>
    public static Tensor Add(this Tensor x, double number)
    {
        using Scalar summand = number;
        return x.add(summand, s_one);
    }

    /// <summary>x ← x + y.</summary>
    public static Tensor Add_(this Tensor x, Tensor y) => x.add_(y, s_one);

    /// <summary>x ← x + alpha y.</summary>
    public static Tensor Add_(this Tensor x, Tensor y, double alpha)
    {
        using Scalar factor = alpha;
        return x.add_(y, factor);
    }

    /// <summary>x ← x + number.</summary>
    public static Tensor Add_(this Tensor x, double number)
    {
        using Scalar summand = number;
        return x.add_(summand, s_one);
    }

    /// <summary>x ← x + value a ∘ b.</summary>
    public static Tensor Addcmul_(this Tensor x, Tensor a, Tensor b, double value)
    {
        using Scalar factor = value;
        return x.addcmul_(a, b, factor);
    }

    /// <summary>x ← x + value a / b.</summary>
    public static Tensor Addcdiv_(this Tensor x, Tensor a, Tensor b, double value)
    {
        using Scalar factor = value;
        return x.addcdiv_(a, b, factor);
    }

    /// <summary>x - number.</summary>
    public static Tensor Sub(this Tensor x, double number)
    {
        using Scalar subtrahend = number;
        return x.sub(subtrahend);
    }

    /// <summary>x ← x - number.</summary>
    public static Tensor Sub_(this Tensor x, double number)
    {
        using Scalar subtrahend = number;
        return x.sub_(subtrahend);
    }

    /// <summary>number - x.</summary>
    public static Tensor Rsub(this Tensor x, double number)
    {
        using Tensor negative = x.neg();
        return negative.Add(number);
    }

    /// <summary>number x.</summary>
    public static Tensor Mul(this Tensor x, double number)
    {
        using Scalar factor = number;
        return x.mul(factor);
    }

    /// <summary>x ← number x.</summary>
    public static Tensor Mul_(this Tensor x, double number)
    {
        using Scalar factor = number;
        return x.mul_(factor);
    }

    /// <summary>x / number.</summary>
    public static Tensor Div(this Tensor x, double number)
    {
        using Scalar divisor = number;
        return x.div(divisor);
    }

    /// <summary>x ← x / number.</summary>
    public static Tensor Div_(this Tensor x, double number)
    {
        using Scalar divisor = number;
        return x.div_(divisor);
    }

    /// <summary>number · (1 / x), as the tensor library has it.</summary>
    public static Tensor Rdiv(this Tensor x, double number)
    {
        using Tensor reciprocal = x.reciprocal();
        return reciprocal.Mul(number);
    }

    /// <summary>x², by a product.</summary>
    public static Tensor Square(this Tensor x) => x.mul(x);

    /// <summary>x ← x², by a product.</summary>
    public static Tensor Square_(this Tensor x) => x.mul_(x);

    /// <summary>Where x &lt; number.</summary>
    public static Tensor Lt(this Tensor x, double number)
    {
        using Scalar bound = number;
        return x.lt(bound);
    }

    /// <summary>Where x ≤ number.</summary>
    public static Tensor Le(this Tensor x, double number)
    {
        using Scalar bound = number;
        return x.le(bound);
    }

    /// <summary>Where x &gt; number.</summary>
    public static Tensor Gt(this Tensor x, double number)
    {
        using Scalar bound = number;
        return x.gt(bound);
    }

    /// <summary>Where x ≥ number.</summary>
    public static Tensor Ge(this Tensor x, double number)
    {
        using Scalar bound = number;
        return x.ge(bound);
    }

    /// <summary>Where x = number.</summary>
    public static Tensor Eq(this Tensor x, double number)
    {
        using Scalar value = number;
        return x.eq(value);
    }

    /// <summary>Where x ≠ number.</summary>
    public static Tensor Ne(this Tensor x, double number)
    {
        using Scalar value = number;
        return x.ne(value);
    }

    /// <summary>max(x, least).</summary>
    public static Tensor ClampMin(this Tensor x, double least)
    {
        using Scalar bound = least;
        return x.clamp_min(bound);
    }

    /// <summary>x ← max(x, least).</summary>
    public static Tensor ClampMin_(this Tensor x, double least)
    {
        using Scalar bound = least;
        return x.clamp_min_(bound);
    }

    /// <summary>min(x, largest).</summary>
    public static Tensor ClampMax(this Tensor x, double largest)
    {
        using Scalar bound = largest;
        return x.clamp_max(bound);
    }

    /// <summary>x ← min(max(x, least), largest).</summary>
    public static Tensor Clamp_(this Tensor x, double least, double largest)
    {
        using Scalar low = least, high = largest;
        return x.clamp_(low, high);
    }

    /// <summary>x ← number everywhere.</summary>
    public static Tensor Fill_(this Tensor x, double number)
    {
        using Scalar value = number;
        return x.fill_(value);
    }

    /// <summary>x, and number where the mask is on.</summary>
    public static Tensor MaskedFill(this Tensor x, Tensor mask, double number)
    {
        using Scalar value = number;
        return x.masked_fill(mask, value);
    }

    /// <summary>x ← number where the mask is on.</summary>
    public static Tensor MaskedFill_(this Tensor x, Tensor mask, double number)
    {
        using Scalar value = number;
        return x.masked_fill_(mask, value);
    }

    /// <summary>x with the source's slices along a dimension added where the index says.</summary>
    public static Tensor IndexAdd(this Tensor x, long dimension, Tensor index, Tensor source) => x.index_add(dimension, index, source, s_one);
}
