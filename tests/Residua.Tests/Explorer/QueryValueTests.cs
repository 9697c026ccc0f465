using Residua.App.Explorer.Services;
using Xunit;

namespace Residua.Tests.Explorer;

public sealed class QueryValueTests
{
    [Theory]
    [InlineData(null, 10)]
    [InlineData("abc", 10)]
    [InlineData("7", 7)]
    [InlineData("-3", 5)]
    [InlineData("99999999999", 50)]
    [InlineData("99999999999999999999999", 10)]
    public void A_number_is_brought_between_its_limits(string? text, int expected) => Assert.Equal(expected, QueryValue.Whole(text, 5, 50, 10));

    [Fact]
    public void Numbers_that_cannot_be_are_left_out() => Assert.Equal([2, 9], QueryValue.Numbers("9,x,2,-1,10,2,,1e9", 10));

    [Fact]
    public void A_word_that_is_none_of_them_becomes_the_first()
    {
        Assert.Equal("3d", QueryValue.OneOf("3d", "2d", "3d"));
        Assert.Equal("2d", QueryValue.OneOf("4d", "2d", "3d"));
    }
}
