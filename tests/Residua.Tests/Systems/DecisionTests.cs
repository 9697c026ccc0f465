using Residua.Systems;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Systems;

public sealed class DecisionTests
{
    [Fact]
    public void The_first_of_the_largest_decides_and_none_where_a_logit_is_not_finite()
    {
        using Tensor logits = tensor(
            [1f, 3, 2, 5, 5, 0, float.NaN, 1, 2, 1, float.PositiveInfinity, 2, 1, 2, float.NegativeInfinity, -3, -2, -1], [6, 3]);
        Assert.Equal([1, 0, Decision.None, Decision.None, Decision.None, 2], Decision.Of(logits));
        using Tensor classes = Decision.Classes(logits);
        Assert.Equal(ScalarType.Int64, classes.dtype);
        Assert.Equal(3, Decision.Undecided(classes));
    }

    [Fact]
    public void Any_leading_shape_is_kept()
    {
        using Tensor logits = zeros([2, 4, 3]);
        using Tensor classes = Decision.Classes(logits);
        Assert.Equal([2L, 4], classes.shape);
    }
}
