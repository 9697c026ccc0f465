using Residua.Data;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Laws;

/// <summary>What every embedding of pixels must obey.</summary>
public sealed class EmbeddingLaws
{
    public static TheoryData<string> Names => [.. InputEmbeddings.All.Select(embedding => embedding.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_element_is_written_and_lengths_are_kept(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (int neurons in new[] { 6, 7, 11 })
        {
            Tensor pixels = rand([5, 6], float64), projection = linalg.qr(randn([neurons, 6], float64)).Q;
            Tensor state = empty([5, neurons], float64).Fill_(double.NaN);
            InputEmbedding embedding = InputEmbeddings.Get(name);
            embedding.Embed(pixels, state, embedding.NeedsProjection ? projection : null);
            Assert.True(Small.RelativeDifference(state.norm(1), pixels.norm(1)) < 1e-12);
        }
    }

    [Theory]
    [InlineData("zero-pad", new[] { 1.0, 2, 0, 0, 0 })]
    [InlineData("centre-pad", new[] { 0.0, 1, 2, 0, 0 })]
    public void Pixels_lie_where_the_name_says(string name, double[] expected)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor state = empty([1, 5], float64);
        InputEmbeddings.Get(name).Embed(tensor(new[,] { { 1.0, 2.0 } }), state, null);
        Assert.Equal(expected, state.data<double>().ToArray());
    }
}
