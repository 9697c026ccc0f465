namespace Residua.Data;

/// <summary>Kuzushiji-MNIST (Clanuwat et al. 2018). Checksums of its decompressed files are not published.</summary>
internal static class Kmnist
{
    public static IDataSource Source { get; } = new IdxSource(
        "kmnist",
        "Cursive Japanese characters: 60,000 training and 10,000 test images of 28 x 28 pixels, 10 classes.",
        new KnownContent(60_000, 10_000, 28, 28, new Dictionary<string, string>()),
        new MirrorDownloader(
            "https://codh.rois.ac.jp/kmnist/dataset/kmnist/",
            "https://storage.googleapis.com/kuzushiji-mnist/"));
}
