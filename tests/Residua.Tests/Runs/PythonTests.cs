using System.Diagnostics;
using System.Text.RegularExpressions;
using Residua.Runs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Runs;

/// <summary>The Python of docs/usage/run-folder.md, run on files written here; skipped where Python lacks the package.</summary>
public sealed partial class PythonTests
{
    private const string Check =
        "print((arrays['w'].sum(), arrays['w'].dtype.str, arrays['mask'].tolist(), arrays['empty'].shape, float(arrays['scalar'])))";

    [Theory]
    [InlineData("np.load", "numpy", "")]
    [InlineData("int.from_bytes", "numpy", "import hashlib; assert hashlib.sha256(data).hexdigest() == metadata['sha256']; arrays = weights; ")]
    [InlineData("load_file", "safetensors.numpy", "arrays = load_file(f'{run}/model.safetensors'); ")]
    public void The_documented_lines_read_what_is_written(string snippet, string package, string before)
    {
        using TempFolder folder = new();
        string program = Fence().Matches(File.ReadAllText(Document())).Select(match => match.Groups["code"].Value).Single(code => code.Contains(snippet, StringComparison.Ordinal));
        string run = folder.File(Run().Match(program).Groups["path"].Value);
        Directory.CreateDirectory(Path.Combine(run, "results"));
        WriteFiles(run);
        string python = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(name => Execute(name, $"import {package}", run).Code == 0) ?? "";
        if (python.Length == 0)
        {
            Assert.Skip($"No python3 that imports {package}.");
        }

        // np.load's arrays live inside its with block only.
        string indent = snippet == "np.load" ? "    " : "";
        (int code, string output) = Execute(python, program + "\n" + indent + before + Check, folder.File(""));
        Assert.True(code == 0, output);
        Assert.EndsWith("(21.0, '<f4', [True, False], (0, 3), 2.5)", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("w float32 (2, 3)", output, StringComparison.Ordinal);
    }

    private static void WriteFiles(string run)
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        Npz.Write(Path.Combine(run, "results", "unroll.npz"), new Dictionary<string, NpyArray>
        {
            ["w"] = NpyArray.Of(values, 2, 3),
            ["mask"] = NpyArray.Of([true, false], 2),
            ["empty"] = NpyArray.Of(Array.Empty<double>(), 0, 3),
            ["scalar"] = NpyArray.Of([2.5]),
        });
        using DisposeScope scope = NewDisposeScope();
        Safetensors.Write(Path.Combine(run, "model.safetensors"), new Dictionary<string, Tensor>
        {
            ["w"] = tensor(values, [2, 3]),
            ["mask"] = tensor([true, false]),
            ["empty"] = zeros(0, 3),
            ["scalar"] = tensor(2.5),
        });
    }

    private static (int Code, string Output) Execute(string python, string program, string folder)
    {
        ProcessStartInfo start = new(python) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { "-c", program } };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return (-1, error.Message);
        }
    }

    private static string Document() => Path.Combine(AppContext.BaseDirectory, "docs", "usage", "run-folder.md");

    [GeneratedRegex("```python\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("run = \"(?<path>[^\"]+)\"")]
    private static partial Regex Run();
}
