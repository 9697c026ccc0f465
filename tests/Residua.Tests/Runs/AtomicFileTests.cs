using Residua.Runs;
using Xunit;

namespace Residua.Tests.Runs;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_written_and_replaced()
    {
        string path = _folder.File("a.txt");
        AtomicFile.WriteText(path, "first, longer");
        AtomicFile.WriteText(path, "sécond");
        Assert.Equal("sécond"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Equal(["a.txt"], _folder.Names);
    }

    [Fact]
    public void The_old_file_stands_while_the_new_one_is_written()
    {
        string path = _folder.File("a.txt");
        AtomicFile.WriteText(path, "old");
        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
            Assert.Matches(@"^\.a\.txt\.[0-9a-f]{32}\.tmp$", _folder.Names.First());
        });
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_leaves_the_old_file_and_nothing_aside(bool existed)
    {
        string path = _folder.File("a.txt");
        if (existed)
        {
            AtomicFile.WriteText(path, "old");
        }

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException("no more");
        }));
        Assert.Equal(existed ? ["a.txt"] : [], _folder.Names);
        Assert.True(!existed || File.ReadAllText(path) == "old");
    }

    [Fact]
    public void A_full_disk_is_told_with_the_path()
    {
        string path = _folder.File("a.txt");
        IOException error = Assert.Throws<IOException>(() => AtomicFile.Write(path, _ => throw new IOException("No space left on device.")));
        Assert.Contains($"'{path}': No space left on device.", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_told_with_the_path()
    {
        string path = Directory.CreateDirectory(_folder.File("taken")).FullName;
        Assert.Contains(path, Assert.Throws<IOException>(() => AtomicFile.WriteText(path, "")).Message, StringComparison.Ordinal);
        Assert.Equal(["taken"], _folder.Names);
    }

    [Fact]
    public void A_missing_folder_is_told_with_its_path()
    {
        string path = _folder.File(Path.Combine("missing", "a.txt"));
        DirectoryNotFoundException error = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.WriteText(path, ""));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }
}
