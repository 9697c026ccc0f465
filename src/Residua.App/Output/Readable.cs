namespace Residua.App.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Readable
{
    public static string Percent(double fraction) => double.IsFinite(fraction) ? $"{fraction * 100:F2} %" : "-";

    public static string Bytes(double bytes) => Scaled(bytes, 1024, "B", "KiB", "MiB", "GiB", "TiB");

    /// <summary>A count of floating-point operations.</summary>
    public static string Operations(double count) => Scaled(count, 1000, "FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP");

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => $"{time.TotalSeconds:F0} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };

    private static string Scaled(double value, double step, params string[] units)
    {
        int unit = 0;
        for (; value >= step && unit < units.Length - 1; unit++)
        {
            value /= step;
        }

        return unit == 0 ? $"{value:F0} {units[unit]}" : $"{value:F1} {units[unit]}";
    }
}
