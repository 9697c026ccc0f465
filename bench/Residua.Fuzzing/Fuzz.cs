using System.Diagnostics;
using Residua.App;
using Residua.Systems;

namespace Residua.Fuzzing;

/// <summary>Reads spoilt files, one after another; the same seed gives the same files.</summary>
/// <param name="seed">Of all files.</param>
/// <param name="faults">A folder for inputs that end otherwise than they may.</param>
internal sealed class Fuzz(int seed, string faults)
{
    /// <summary>Seconds that one input may take.</summary>
    public const double MostSeconds = 5;

    /// <summary>Bytes of managed memory that one input may take: files are smaller than 200 kB.</summary>
    public const long MostBytes = 256 << 20;

    private const int MostFaults = 20; // that are kept, of a reader

    private long _began; // of the input under way
    private byte[] _input = [];
    private string _reader = "";

    /// <summary>What went wrong, a line each.</summary>
    public List<string> Found { get; } = [];

    /// <summary>Reads a number of inputs more.</summary>
    public void Run(Reader reader, FuzzTally tally, int inputs, CancellationToken stop)
    {
        _reader = reader.Name;
        for (int end = 0; end < inputs && !stop.IsCancellationRequested; end++)
        {
            Random random = new((int)(Seeds.Derive(seed, "fuzz." + reader.Name, (int)tally.Inputs) >> 33));
            byte[] original = reader.Corpus[random.Next(reader.Corpus.Count)], other = reader.Corpus[random.Next(reader.Corpus.Count)];
            _input = reader.Spoil(original, other, random);
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            Interlocked.Exchange(ref _began, Stopwatch.GetTimestamp());
            Exception? thrown = reader.Try(_input);
            double seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
            Interlocked.Exchange(ref _began, 0);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;

            tally.Inputs++;
            tally.Seconds += seconds;
            tally.Slowest = Math.Max(tally.Slowest, seconds);
            tally.MostBytes = Math.Max(tally.MostBytes, bytes);
            bool typed = thrown is null or InvalidDataException or IOException or UsageException || thrown.GetType() == typeof(ArgumentException);
            string? fault = !typed ? $"{thrown!.GetType().Name}: {thrown.Message}"
                : seconds > MostSeconds ? $"took {seconds:F1} s"
                : bytes > MostBytes ? $"took {bytes >> 20} MiB"
                : null;
            if (fault is not null)
            {
                tally.Faults++;
                Keep(reader, tally, fault, thrown);
            }
            else if (thrown is null)
            {
                tally.Values++;
            }
            else
            {
                tally.Refused++;
            }
        }
    }

    /// <summary>Ends the process, with the input kept, if one takes for ever; called from another thread from time to time.</summary>
    public void Watch()
    {
        long began = Interlocked.Read(ref _began);
        if (began != 0 && Stopwatch.GetElapsedTime(began).TotalSeconds > 10 * MostSeconds)
        {
            Directory.CreateDirectory(faults);
            File.WriteAllBytes(Path.Combine(faults, $"{_reader.Replace(' ', '-')}-for-ever"), _input);
            Environment.FailFast($"An input of {_reader} takes for ever; it is in {faults}.");
        }
    }

    private void Keep(Reader reader, FuzzTally tally, string fault, Exception? thrown)
    {
        Found.Add($"{reader.Name}, input {tally.Inputs - 1}: {fault.ReplaceLineEndings(" ")}");
        if (tally.Faults <= MostFaults)
        {
            Directory.CreateDirectory(faults);
            string path = Path.Combine(faults, $"{reader.Name.Replace(' ', '-').Replace('/', '-')}-{tally.Inputs - 1}");
            File.WriteAllBytes(path, _input);
            File.WriteAllText(path + ".txt", $"{fault}\n{thrown}\n");
        }
    }
}
