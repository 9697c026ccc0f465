namespace Residua.Data;

/// <summary>MNIST (LeCun, Cortes, Burges 1998).</summary>
internal static class Mnist
{
    public static IDataSource Source { get; } = new IdxSource(
        "mnist",
        "Handwritten digits: 60,000 training and 10,000 test images of 28 x 28 pixels, 10 classes.",
        new KnownContent(60_000, 10_000, 28, 28, new Dictionary<string, string>
        {
            [IdxPart.TrainImages.Name] = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            [IdxPart.TrainLabels.Name] = "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            [IdxPart.TestImages.Name] = "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            [IdxPart.TestLabels.Name] = "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        }),
        new MirrorDownloader(
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/"));
}
