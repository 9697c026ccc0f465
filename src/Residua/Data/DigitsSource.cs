namespace Residua.Data;

/// <summary>The embedded data set: <see cref="SyntheticDigits"/> from two fixed seeds, the same whatever the run's seed.</summary>
internal sealed class DigitsSource : IDataSource
{
    private const int Train = 12_000, Test = 4_000, TrainSeed = 1, TestSeed = 2;

    private DigitsSource()
    {
    }

    public static IDataSource Source { get; } = new DigitsSource();

    public string Name => "digits";

    public string Description =>
        $"Drawn digits, made by the program itself: {Train:N0} training and {Test:N0} test images of {SyntheticDigits.Size} x {SyntheticDigits.Size} pixels, 10 classes.";

    public bool CanFetch => false;

    public DataSet Open(DataRequest request) => new(Name, Make(Train, TrainSeed), Make(Test, TestSeed), Verified: true, "embedded");

    public DataLocation Locate(DataRequest request) => new(Name, DataState.Embedded, "embedded", "");

    private static ImageSet Make(int count, int seed)
    {
        (byte[] pixels, byte[] labels) = SyntheticDigits.Generate(count, seed);
        return new(pixels, labels, SyntheticDigits.Size, SyntheticDigits.Size);
    }
}
