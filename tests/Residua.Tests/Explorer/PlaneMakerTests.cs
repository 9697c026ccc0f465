using Residua.App.Explorer.Services;
using Residua.Data;
using Residua.Networks;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Explorer;

public sealed class PlaneMakerTests
{
    [Fact]
    public void Few_layers_are_all_kept_and_many_thinned()
    {
        Assert.Equal(Enumerable.Range(0, 16), PlaneMaker.Layers(new(true, 10, 15, false, 1), 100));
        Assert.Equal(Enumerable.Range(1, 15), PlaneMaker.Layers(new(false, 10, 15, false, 1), 100)); // there is no y(0)
        int[] deep = PlaneMaker.Layers(new(true, 10, 1000, false, 1), 100);
        Assert.InRange(deep.Length, 40, 60);
        Assert.Equal((0, 1000), (deep[0], deep[^1]));
        Assert.Equal(deep.Distinct().Order(), deep);
        int[] umap = PlaneMaker.Layers(new(false, 50, 1000, true, 1), 500);
        Assert.InRange(umap.Length * 500, 1000, 3000);
        Assert.Equal(1000, umap[^1]);
    }

    [Fact]
    public void Coordinates_are_those_of_the_states_along_the_components()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        LoadedNetwork loaded = new(network, Small.Images(60));
        PlanePaths paths = PlaneMaker.Make(loaded, new(true, 5, 5, false, 1), default);
        Assert.Equal(15, paths.Samples.Length);
        Assert.Equal([0, 1, 2, 3, 4, 5], paths.Layers);
        Assert.All(paths.Samples, sample => Assert.Equal(loaded.Test.Labels[sample.Index], sample.Class));
        Assert.All(paths.Samples, sample => Assert.Equal(loaded.Test.Image(sample.Index), sample.Pixels));
        Assert.InRange(paths.Shares.Sum(), 0.5, 1);

        int at = 7;
        using Tensor x0 = network.Embed(ImageTensors.Pixels(loaded.Test, [paths.Samples[at].Index], network.Type, CPU)), x = network.Step(x0, 1).State;
        double[] state = x.data<double>().ToArray();
        for (int axis = 0; axis < 3; axis++)
        {
            double expected = Enumerable.Range(0, state.Length).Sum(i => (state[i] - paths.Mean[i]) * paths.Components[(axis * state.Length) + i]);
            Assert.Equal(expected, paths.At(1, at, axis), 1e-5);
            (double least, double most) = paths.Range(axis);
            Assert.All(Enumerable.Range(0, 6 * 15), i => Assert.InRange(paths.At(i / 15, i % 15, axis), least, most));
        }
    }

    [Fact]
    public void Umap_gives_two_coordinates_for_each_point()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        PlanePaths paths = PlaneMaker.Make(new(network, Small.Images(60)), new(false, 5, 5, true, 1), default);
        Assert.Equal(2 * 5 * 15, paths.Coordinates.Length);
        Assert.All(paths.Coordinates, value => Assert.True(float.IsFinite(value)));
    }
}
