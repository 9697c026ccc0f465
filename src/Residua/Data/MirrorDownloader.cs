namespace Residua.Data;

/// <summary>Downloads the four files of a data set from whichever mirror delivers them right.</summary>
/// <param name="mirrors">Folders on the web, ending in a slash; tried in this order.</param>
/// <param name="timeout">How long a mirror may send nothing before it is given up.</param>
internal sealed class MirrorDownloader(IReadOnlyList<Uri> mirrors, TimeSpan timeout)
{
    private const int Chunk = 1 << 16;

    /// <summary>Gives up a mirror that sends nothing for 30 seconds.</summary>
    public MirrorDownloader(params string[] mirrors)
        : this([.. mirrors.Select(mirror => new Uri(mirror))], TimeSpan.FromSeconds(30))
    {
    }

    /// <summary>Puts the four files, checked, into the folder; until all four are right, nothing of it is seen there.</summary>
    /// <exception cref="IOException">No mirror delivered a file; the message says what each answered.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no file is left behind.</exception>
    public async Task FetchAsync(KnownContent known, string folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var staging = Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(staging);
        try
        {
            using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            var order = mirrors.ToList();
            foreach (var part in IdxPart.All)
            {
                var mirror = await FetchPartAsync(client, order, known, part, staging, progress, cancellation).ConfigureAwait(false);
                order.Remove(mirror);
                order.Insert(0, mirror);
            }
            cancellation.ThrowIfCancellationRequested();
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.GetFiles(staging))
            {
                File.Move(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            }
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private async Task<Uri> FetchPartAsync(
        HttpClient client, List<Uri> order, KnownContent known, IdxPart part, string staging,
        IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var path = Path.Combine(staging, part.Name + ".gz");
        var failures = new List<string>();
        foreach (var mirror in order)
        {
            var address = new Uri(mirror, Path.GetFileName(path));
            try
            {
                await DownloadAsync(client, address, path, Limit(known, part), progress, cancellation).ConfigureAwait(false);
                known.Check(part, path, IdxReader.Read(path, part.Magic));
                return mirror;
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException or TimeoutException)
            {
                var cause = failure is HttpRequestException ? failure.GetBaseException() : failure;
                var reason = cause.Message.Replace(path, "what it sent", StringComparison.Ordinal).TrimEnd('.');
                failures.Add($"{address}: {reason}");
            }
        }
        throw new IOException($"No mirror delivered {part.Name}: {string.Join("; ", failures)}.");
    }

    private async Task DownloadAsync(
        HttpClient client, Uri address, string path, long limit, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(timeout);
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new HttpRequestException($"it answered {(int)response.StatusCode} {response.ReasonPhrase}");
            }
            using var body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            using var file = File.Create(path);
            var buffer = new byte[Chunk];
            var received = 0L;
            while (await body.ReadAsync(buffer, silence.Token).ConfigureAwait(false) is var count && count > 0)
            {
                silence.CancelAfter(timeout);
                received += count;
                if (received > limit)
                {
                    throw new InvalidDataException($"it sent more than the {limit} bytes that the file can have");
                }
                await file.WriteAsync(buffer.AsMemory(0, count), silence.Token).ConfigureAwait(false);
                progress?.Report(new DownloadProgress(Path.GetFileName(path), address, received, response.Content.Headers.ContentLength));
            }
            await file.FlushAsync(silence.Token).ConfigureAwait(false);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"it sent nothing for {timeout.TotalSeconds} s");
        }
    }

    // Gzip adds little to what it cannot compress.
    private static long Limit(KnownContent known, IdxPart part) =>
        known.Dimensions(part).Aggregate(1L, (product, dimension) => product * dimension) + Chunk;
}
