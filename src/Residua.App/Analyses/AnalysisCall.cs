using Residua.App.Commands;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>What an analysis works on.</summary>
/// <param name="Invocation">The user's options, and the wish to stop.</param>
/// <param name="Run">The run, which keeps the results.</param>
/// <param name="Network">Its network.</param>
/// <param name="Data">Its images, pooled as it takes them.</param>
/// <param name="Choice">How the user chooses samples.</param>
internal sealed record AnalysisCall(Invocation Invocation, RunFolder Run, LayeredNetwork Network, DataSet Data, SampleOptions Choice)
{
    /// <summary>The samples to analyse, and whether they are "test" or "train" images.</summary>
    /// <param name="samples">How many where the user does not say.</param>
    public (ImageSet Images, string Split) Samples(int samples) => Choice.Draw(Invocation, Data, samples, Run.Spec.Seed);

    /// <summary>x(0) of images, [B,N].</summary>
    public torch.Tensor Embed(ImageSet images)
    {
        using torch.Tensor pixels = ImageTensors.Pixels(images, [.. Enumerable.Range(0, images.Count)], Network.Type, Network.Device);
        return Network.Embed(pixels);
    }

    /// <summary>The class of each image.</summary>
    public static int[] Classes(ImageSet images) => [.. images.Labels.Select(label => (int)label)];
}
