using System.Diagnostics;
using System.Text.Json;
using Residua.Runs;

namespace Residua.Benchmarks;

/// <summary>A script of bench/peers in a process of its own, which does a round for each line it reads.</summary>
internal sealed class PythonPeer : IDisposable
{
    private const string Interpreter = "/usr/bin/python3"; // Debian's, whose packages the peers are

    private readonly Process _process;
    private readonly string _data;

    /// <summary>Starts a script with arrays to work on.</summary>
    /// <exception cref="InvalidOperationException">It cannot run here.</exception>
    public PythonPeer(Workbench bench, string script, IReadOnlyDictionary<string, NpyArray> arrays)
    {
        _data = Path.Combine(bench.Folder, $"{script}-{Guid.NewGuid():N}.npz");
        Npz.Write(_data, arrays);
        ProcessStartInfo start = new(Interpreter, [Path.Combine(bench.Peers, script + ".py"), _data, $"{bench.Threads}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string limit in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS" })
        {
            start.Environment[limit] = $"{bench.Threads}";
        }

        // With the default, active waits of two pools of threads take the cores from each other, and PyTorch takes three times as long.
        start.Environment.Remove("GOMP_SPINCOUNT");
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        _process = File.Exists(Interpreter) ? Process.Start(start)! : throw new InvalidOperationException($"there is no {Interpreter}");
        string errors = "";
        _process.ErrorDataReceived += (_, line) => errors = line.Data ?? errors;
        _process.BeginErrorReadLine();
        if (_process.StandardOutput.ReadLine() is not { } about)
        {
            _process.WaitForExit();
            throw new InvalidOperationException(errors);
        }

        foreach (JsonProperty version in JsonDocument.Parse(about).RootElement.EnumerateObject())
        {
            bench.Versions[version.Name] = version.Value.GetString()!;
        }
    }

    /// <summary>One round; the time is the script's own.</summary>
    public Lap Run()
    {
        _process.StandardInput.WriteLine("run");
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended within a round.");
        JsonElement answer = JsonDocument.Parse(line).RootElement;
        return new(answer.GetProperty("seconds").GetDouble(), [.. answer.GetProperty("answer").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())]);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
        }

        _process.Dispose();
        File.Delete(_data);
    }
}
