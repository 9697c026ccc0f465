using Residua.Fuzzing;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.Fuzzing;

/// <summary>A short part of `bench/fuzz`: a few spoilt files for every reader.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Inputs = 60;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_reader_ends_in_a_value_or_one_typed_error()
    {
        Corpus.Make(_folder["corpus"]);
        Fuzz fuzz = new(seed: 2, _folder["faults"]);
        IReadOnlyList<Reader> readers = Readers.Over(_folder["corpus"], Directory.CreateDirectory(_folder["work"]).FullName);
        Assert.True(readers.Count > 35, $"There are {readers.Count} readers.");
        foreach (Reader reader in readers)
        {
            Assert.Null(reader.Try(reader.Corpus[0])); // whole, it is a value
            FuzzTally tally = new() { Reader = reader.Name };
            fuzz.Run(reader, tally, Inputs, TestContext.Current.CancellationToken);
            Assert.True(tally.Refused > 0, $"{reader.Name} refuses nothing.");
        }

        Assert.True(fuzz.Found.Count == 0, string.Join('\n', fuzz.Found));
    }
}
