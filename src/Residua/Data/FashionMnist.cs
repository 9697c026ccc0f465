namespace Residua.Data;

/// <summary>Fashion-MNIST (Xiao, Rasul, Vollgraf 2017). Checksums of its decompressed files are not published.</summary>
internal static class FashionMnist
{
    public static IDataSource Source { get; } = new IdxSource(
        "fashion-mnist",
        "Articles of clothing: 60,000 training and 10,000 test images of 28 x 28 pixels, 10 classes.",
        new KnownContent(60_000, 10_000, 28, 28, new Dictionary<string, string>()),
        new MirrorDownloader(
            "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"));
}
