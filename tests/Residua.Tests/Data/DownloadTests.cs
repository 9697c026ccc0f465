using Residua.Data;
using Xunit;
using static Residua.Tests.Data.MirrorServer;

namespace Residua.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Absent_data_are_downloaded_into_the_cache_once()
    {
        using var server = MirrorServer.Good();
        var progress = new Recorder();
        var data = ToyData.Source(server.Address).Open(Request(progress));
        Assert.Equal((_folder["cache/toy"], true), (data.Origin, data.Verified));
        Assert.Equal(ToyData.TrainPixels, data.Train.Pixels);
        Assert.Equal(ToyData.TestLabels, ToyData.Source(server.Address).Open(Request()).Test.Labels);
        Assert.Equal(Files, server.Asked);
        Assert.Equal(Files.Order(), Cached());
        Assert.Equal(Files, progress.Reports.Select(report => report.File).Distinct());
        var last = progress.Reports[^1];
        Assert.Equal((last.Total, new Uri(server.Address, Files[^1])), (last.Received, last.Mirror));
    }

    [Fact]
    public void Downloads_go_into_the_cache_even_where_it_is_named_as_the_root_too()
    {
        using var server = MirrorServer.Good();
        var request = Request() with { DataRoot = _folder["cache"], EnvironmentRoot = _folder["environment"] };
        Assert.Equal(_folder["cache/toy"], ToyData.Source(server.Address).Open(request).Origin);
    }

    [Fact]
    public void A_mirror_that_has_not_the_file_is_passed_over_and_then_asked_last()
    {
        using var empty = new MirrorServer(_ => new Reply([], 404));
        using var good = MirrorServer.Good();
        Assert.True(ToyData.Source(empty.Address, good.Address).Open(Request()).Verified);
        Assert.Equal(Files[..1], empty.Asked);
        Assert.Equal(Files, good.Asked);
    }

    // Each fault and what the error says of it.
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["404"] = "it answered 404",
        ["other bytes"] = "what it sent is not the original file: the SHA-256",
        ["a page"] = "what it sent does not hold images",
        ["too much"] = "it sent more than the",
        ["cut short"] = "ended prematurely",
        ["silence"] = "it sent nothing for 3 s",
        ["silence midway"] = "it sent nothing for 3 s",
    };

    public static TheoryData<string> Faults { get; } = [.. Reasons.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_faulty_mirror_gives_way_to_a_good_one(string fault)
    {
        using var faulty = new MirrorServer(file => Faulty(fault, file));
        using var good = MirrorServer.Good();
        Assert.True(Hasty(faulty.Address, good.Address).Open(Request()).Verified);
        Assert.Equal(Files.Order(), Cached());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void When_all_mirrors_fail_one_error_says_why_and_nothing_is_left(string fault)
    {
        using var faulty = new MirrorServer(file => Faulty(fault, file));
        using var absent = new MirrorServer(_ => new Reply([], 503));
        var error = Assert.Throws<FileNotFoundException>(() => Hasty(faulty.Address, absent.Address).Open(Request()));
        Assert.Contains($"{faulty.Address}{Files[0]}: ", error.Message);
        Assert.Contains(Reasons[fault], error.Message);
        Assert.Contains($"{absent.Address}{Files[0]}: it answered 503", error.Message);
        Assert.Contains(_folder["cache/toy"], error.Message);
        Assert.Contains("--data digits", error.Message);
        Assert.Empty(Left());
    }

    [Fact]
    public void A_mirror_that_nobody_answers_for_is_an_error_of_the_same_kind()
    {
        Uri gone;
        using (var server = MirrorServer.Good())
        {
            gone = server.Address;
        }
        Assert.Contains("refused", Assert.Throws<FileNotFoundException>(() => ToyData.Source(gone).Open(Request())).Message);
        Assert.Empty(Left());
    }

    [Fact]
    public void Cancelled_midway_nothing_is_left()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new MirrorServer(file => file == Files[2]
            ? new Reply(ToyData.Gzipped(file), Missing: 10, Stall: true)
            : new Reply(ToyData.Gzipped(file)));
        var progress = new Recorder(report =>
        {
            if (report.File == Files[2])
            {
                cancel.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(
            () => ToyData.Source(server.Address).Open(Request(progress) with { Cancellation = cancel.Token }));
        Assert.Empty(Left());
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_named()
    {
        using var server = MirrorServer.Good();
        File.WriteAllText(_folder["cache"], "a file where the folder should be");
        var message = Assert.Throws<FileNotFoundException>(() => ToyData.Source(server.Address).Open(Request())).Message;
        Assert.Contains(_folder["cache"], message);
        Assert.Empty(server.Asked);
    }

    private static IDataSource Hasty(params Uri[] mirrors) => ToyData.Source(ToyData.Known, TimeSpan.FromSeconds(3), mirrors);

    private static string[] Files { get; } = [.. IdxPart.All.Select(part => part.Name + ".gz")];

    private static Reply Faulty(string fault, string file) => fault switch
    {
        "404" => new Reply([], 404),
        "other bytes" => new Reply(Altered(file)),
        "a page" => new Reply([.. "<html>Moved to another place</html>"u8]),
        "too much" => new Reply(new byte[1_000_000]),
        "cut short" => new Reply(ToyData.Gzipped(file), Missing: 10),
        "silence" => new Reply(new byte[20], Missing: 20, Stall: true),
        "silence midway" => new Reply(ToyData.Gzipped(file), Missing: 10, Stall: true),
        _ => throw new ArgumentException(fault),
    };

    // The right sizes, one pixel or label wrong.
    private static byte[] Altered(string file)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["original"], ToyData.Gzipped(file));
        var path = folder["altered.gz"];
        if (file.Contains("images", StringComparison.Ordinal))
        {
            var images = IdxFile.ReadImages(folder["original"]);
            images.Pixels[3] ^= 1;
            IdxFile.WriteImages(path, images.Pixels, images.Rows, images.Columns);
        }
        else
        {
            var labels = IdxFile.ReadLabels(folder["original"]);
            labels[0] ^= 1;
            IdxFile.WriteLabels(path, labels);
        }
        return File.ReadAllBytes(path);
    }

    private DataRequest Request(IProgress<DownloadProgress>? progress = null) =>
        new(null, progress, CancellationToken.None) { EnvironmentRoot = null, CacheRoot = _folder["cache"] };

    private IEnumerable<string> Cached() => Directory.GetFiles(_folder["cache"], "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Order();

    private string[] Left() => Directory.GetFileSystemEntries(_folder["cache"]);

    private sealed class Recorder(Action<DownloadProgress>? onReport = null) : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public void Report(DownloadProgress value)
        {
            Reports.Add(value);
            onReport?.Invoke(value);
        }
    }
}
