using System.Diagnostics;
using System.Text.Json;
using Residua.Runs;

namespace Residua.Benchmarks;

/// <summary>A script of bench/peers in a process of its own, which does a round for each line it reads.</summary>
internal sealed class PythonPeer : IDisposable
{
    private const string Interpreter = "/usr/bin/python3"; // Debian's, whose packages the peers are

    // Variables by which the libraries under the peers, and the loader, take settings.
    private static readonly string[] s_settings = ["OPENBLAS_", "GOTO_", "OMP_", "GOMP_", "KMP_", "MKL_", "ATEN_", "DNNL_", "ONEDNN_", "NUMBA_", "NPY_", "LD_"];

    private readonly Process _process;
    private readonly string _data;

    /// <summary>Starts a script with arrays to work on, in an environment without settings of anybody's.</summary>
    /// <exception cref="InvalidOperationException">It cannot run here.</exception>
    public PythonPeer(Workbench bench, string name, string script, IReadOnlyDictionary<string, NpyArray> arrays)
    {
        if (!File.Exists(Interpreter))
        {
            throw new InvalidOperationException($"there is no {Interpreter}");
        }

        string blas = Peers.Blas(name);
        _data = Path.Combine(bench.Folder, $"{script}-{Guid.NewGuid():N}.npz");
        Npz.Write(_data, arrays);
        ProcessStartInfo start = new(Interpreter, [Path.Combine(bench.Peers, script + ".py"), _data, $"{bench.Threads}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the machine's environment sets for its own ends (a kernel, a cache's size, a wait) would hold the peers back.
        foreach (string setting in start.Environment.Keys.Where(key => s_settings.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))).ToArray())
        {
            start.Environment.Remove(setting);
        }

        foreach (string limit in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS" })
        {
            start.Environment[limit] = $"{bench.Threads}";
        }

        // What serves them best of what was tried, and what our own process has: a training step of PyTorch took 158 ms so, 165 ms with a passive
        // wait, 223 ms with OpenMP's default, and 205 to 383 ms with the OpenBLAS of POSIX threads.
        start.Environment["GOMP_SPINCOUNT"] = "5000";
        start.Environment["LD_LIBRARY_PATH"] = blas;
        _process = Process.Start(start)!;
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
