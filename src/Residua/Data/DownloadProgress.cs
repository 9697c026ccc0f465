namespace Residua.Data;

/// <summary>How far the download of one file has come.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Mirror">Where it comes from.</param>
/// <param name="Received">Bytes received so far; starts again at 0 when another mirror is tried.</param>
/// <param name="Total">Bytes to receive in all, where the server says so.</param>
public sealed record DownloadProgress(string File, Uri Mirror, long Received, long? Total);
