// Brings images into the plane by UMAP and measures how far to trust it: images drawn by the program, or, where RESIDUA_DATA names a
// folder that holds mnist/, the 10,000 test images of MNIST in all 784 pixels, which docs/theory.md gives numbers of (minutes).
// Run: dotnet run examples/03-umap.cs, or RESIDUA_DATA=DIR dotnet run examples/03-umap.cs [seed ...]
#:project ../src/Residua/Residua.csproj
#:property PublishAot=false

using System.Diagnostics;
using Residua.Data;
using Residua.Embedding;
using static TorchSharp.torch;

const int neighbours = 15, drawn = 1000;
int[] seeds = args.Length > 0 ? [.. args.Select(int.Parse)] : [1];
bool mnist = DataCatalog.Locate("mnist", new DataRequest(null, null, CancellationToken.None, AllowDownload: false)).State == DataState.Verified;
ImageSet images = DataCatalog.Open(mnist ? "mnist" : "digits", new DataRequest(null, null, CancellationToken.None, AllowDownload: false)).Test;
int count = mnist ? images.Count : Math.Min(drawn, images.Count);
int[] classes = [.. Enumerable.Range(0, count).Select(i => (int)images.Labels[i])];
using Tensor pixels = ImageTensors.Pixels(images, [.. Enumerable.Range(0, count)], ScalarType.Float32, CPU); // [n,784]
Console.WriteLine($"{count} test images of {(mnist ? "MNIST" : "the drawn digits")}, {pixels.shape[1]} pixels, k = {neighbours}");

// The first two principal components, the control; then a plane of UMAP for each seed.
using Pca pca = Pca.Fit(pixels, 2);
List<(string Name, Tensor Plane)> planes = [("components", pca.Transform(pixels))];
foreach (int seed in seeds)
{
    Stopwatch watch = Stopwatch.StartNew();
    Umap umap = Umap.Fit(pixels, new() { Neighbours = neighbours, Seed = seed });
    planes.Add(($"UMAP, seed {seed}", tensor(umap.Coordinates.ToArray(), [count, 2])));
    Console.WriteLine($"UMAP, seed {seed}: {watch.Elapsed.TotalSeconds:F1} s");
}

EmbeddingQuality[] qualities = EmbeddingQuality.Measure(pixels, [.. planes.Select(one => one.Plane)], neighbours);
Console.WriteLine("plane             trustworthiness  continuity  neighbours' vote");
foreach (((string name, Tensor plane), EmbeddingQuality quality) in planes.Zip(qualities))
{
    double vote = NeighbourVote.LeaveOneOut(plane, classes, neighbours);
    Console.WriteLine($"{name,-16}  {quality.Trustworthiness,15:F4}  {quality.Continuity,10:F4}  {vote,16:P1}");
    plane.Dispose();
}
