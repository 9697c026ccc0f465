using Residua.Data;

namespace Residua.App.Output;

/// <summary>Shows a download on a progress bar.</summary>
internal sealed class DownloadBar(IProgressBar bar) : IProgress<DownloadProgress>
{
    public void Report(DownloadProgress value) => bar.Report(
        value.Total is > 0 ? (double)value.Received / value.Total.Value : 0,
        $"{value.File} from {value.Mirror.Host}: {Readable.Bytes(value.Received)}{(value.Total is { } total ? $" of {Readable.Bytes(total)}" : "")}");
}
