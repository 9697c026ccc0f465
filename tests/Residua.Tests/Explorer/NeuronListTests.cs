using Residua.App.Explorer.Services;
using Xunit;

namespace Residua.Tests.Explorer;

public sealed class NeuronListTests
{
    [Theory]
    [InlineData("3,17,4-6", "3 4 5 6 17")]
    [InlineData(" 9 , 2 - 3 ,2", "2 3 9")]
    [InlineData("18-99", "18 19")] // cut at the last
    public void Numbers_and_ranges_are_read(string text, string expected)
    {
        NeuronList list = NeuronList.Parse(text, 20);
        Assert.Equal(expected, string.Join(' ', list.Chosen));
        Assert.Null(list.Complaint);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("All")]
    [InlineData(" , ")]
    public void Nothing_and_all_are_all(string? text)
    {
        NeuronList list = NeuronList.Parse(text, 4);
        Assert.Equal([0, 1, 2, 3], list.Chosen);
        Assert.Null(list.Complaint);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("-1")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("99999999999999")]
    [InlineData("0x1")]
    public void What_names_no_neuron_is_told_and_left_out(string wrong)
    {
        Assert.Equal([0, 1, 2, 3], NeuronList.Parse(wrong, 4).Chosen);
        Assert.Contains("All are shown", NeuronList.Parse(wrong, 4).Complaint);
        NeuronList partly = NeuronList.Parse($"2,{wrong}", 4);
        Assert.Equal([2], partly.Chosen);
        Assert.EndsWith($"not understood: {wrong}.", partly.Complaint);
    }
}
