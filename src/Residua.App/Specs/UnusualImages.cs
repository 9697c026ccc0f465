using Residua.Data;
using TorchSharp;

namespace Residua.App.Specs;

/// <summary>Images that a network is asked to classify but that look like nothing it was trained on.</summary>
internal static class UnusualImages
{
    /// <summary>Standard deviations of the mean pixel of images beyond which one is far from the rest.</summary>
    private const double Far = 6;

    /// <summary>The least such deviation, of data whose images are all alike.</summary>
    private const double LeastDeviation = 0.01;

    /// <summary>A note for each kind of unusual image: blank, inverted, or of another brightness than the run's.</summary>
    /// <param name="names">What the images are called.</param>
    /// <param name="pixels">The images, [B,P], in [0,1].</param>
    /// <param name="usual">Images of the run's data, pooled as the run's; null where they are not at hand: then blank ones alone are told.</param>
    public static IReadOnlyList<string> Of(string[] names, torch.Tensor pixels, ImageSet? usual)
    {
        List<string> notes = [];
        using DisposeScope scope = torch.NewDisposeScope();
        double[] means = [.. pixels.to(torch.float64).mean([1]).cpu().data<double>()];
        bool[] blank = [.. pixels.amax([1]).eq(pixels.amin([1])).cpu().data<bool>()];
        int[] flat = [.. Enumerable.Range(0, names.Length).Where(i => blank[i])];
        if (flat.Length > 0)
        {
            notes.Add($"Note: {Which(flat)} blank: all pixels are the same.");
        }

        if (usual is null)
        {
            return notes;
        }

        (double mean, double deviation) = MeanPixel(usual);
        int[] far = [.. Enumerable.Range(0, names.Length).Where(i => !blank[i] && Math.Abs(means[i] - mean) > Far * deviation)];
        int[] inverted = [.. far.Where(i => Math.Abs(1 - means[i] - mean) < Math.Abs(means[i] - mean))];
        int[] other = [.. far.Except(inverted)];
        if (inverted.Length > 0)
        {
            notes.Add($"Note: {Which(inverted)} inverted: {Mean(inverted)}, that of the run's data {mean:F2}; the network knows {(mean < 0.5 ? "light on a dark" : "dark on a light")} ground.");
        }

        if (other.Length > 0)
        {
            notes.Add($"Note: {Which(other)} unlike the run's data: {Mean(other)}, that of the run's data {mean:F2} ± {deviation:F2}.");
        }

        return notes;

        string Which(int[] images) => images.Length == 1 ? $"{names[images[0]]} looks" : $"{images.Length:N0} of {names.Length:N0} images ({names[images[0]]} the first) look";
        string Mean(int[] images) => images.Length == 1 ? $"its mean pixel is {means[images[0]]:F2}" : $"their mean pixel is {images.Average(i => means[i]):F2}";
    }

    // The mean over images of an image's mean pixel, and its standard deviation.
    private static (double Mean, double Deviation) MeanPixel(ImageSet images)
    {
        const int Most = 2000;
        int count = Math.Min(images.Count, Most);
        double[] means = [.. Enumerable.Range(0, count).Select(i => images.Image(i).ToArray().Average(pixel => pixel / 255.0))];
        double mean = means.Average();
        return (mean, Math.Max(LeastDeviation, Math.Sqrt(means.Average(one => (one - mean) * (one - mean)))));
    }
}
