using System.Reflection;
using Microsoft.AspNetCore.Components;
using Residua.App.Explorer;
using Residua.App.Explorer.Services;
using Xunit;

namespace Residua.Tests.Explorer;

/// <summary>What stands in an address never ends a page: it is read as text, and brought to what can be.</summary>
public sealed class AddressTests
{
    [Fact]
    public void Every_part_of_an_address_that_a_page_reads_is_text() => Assert.All(
        typeof(ExplorerHost).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(property => property.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is not null),
        property => Assert.True(property.PropertyType == typeof(string), $"{property.DeclaringType!.Name}.{property.Name}"));

    [Theory]
    [InlineData("0.3", 0.3)]
    [InlineData("7", 1)]
    [InlineData("-1", 0)]
    [InlineData("NaN", 0.2)]
    [InlineData("1e400", 0.2)]
    [InlineData("", 0.2)]
    [InlineData(null, 0.2)]
    public void A_number_is_brought_between_its_limits(string? text, double expected) => Assert.Equal(expected, QueryValue.Number(text, 0, 1, 0.2));

    [Theory]
    [InlineData("99999999999", 100)]
    [InlineData("2147483648", 100)]
    [InlineData("99999999999999999999", 5)]
    [InlineData("-3", 1)]
    [InlineData("x", 5)]
    public void So_is_a_whole_one(string text, int expected) => Assert.Equal(expected, QueryValue.Whole(text, 1, 100, 5));
}
