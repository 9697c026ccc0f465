using Residua.Tests.App;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.Explorer;

/// <summary>
/// A folder of runs on the built-in digits, 7 × 7 pixels: "net" (residual, analysed), "mlp" (perceptron), "part/adaptive" (depth adapts), and "broken" (half a
/// specification); and an explorer of it.
/// </summary>
public sealed class ExplorerFixture : IDisposable
{
    private static readonly string[] s_small = ["--data", "digits", "--pool", "4", "--neurons", "64", "--layers", "4", "--batch", "200", "--threads", "2", "--quiet"];

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<ExplorerProcess> _explorer;

    public ExplorerFixture()
    {
        Train("net", "--epochs", "2");
        Train("mlp", "--epochs", "2", "--network", "perceptron");
        Train("part/adaptive", "--epochs", "4", "--adaptive-depth", "--threshold", "10", "--patience", "1");
        Analyse("net", "unroll,eigenvalues,fixed-points", "--samples", "50", "--depth", "200");
        Analyse("net", "noise,lesion,umap,flow", "--samples", "50");
        Analyse("mlp", "noise", "--samples", "50");
        Directory.CreateDirectory(this["broken"]);
        File.WriteAllText(Path.Combine(this["broken"], "spec.json"), "{ \"version\": 1, \"na");
        _explorer = new(() => ExplorerProcess.Start(_folder.Path));
    }

    internal ExplorerProcess Explorer => _explorer.Value;

    internal string this[string name] => _folder[name];

    public void Dispose()
    {
        if (_explorer.IsValueCreated)
        {
            _explorer.Value.Dispose();
        }

        _folder.Dispose();
    }

    private void Train(string name, params string[] options) => Run(["train", .. s_small, "--out", this[name], "--name", Path.GetFileName(name), .. options]);

    private void Analyse(string name, string what, params string[] options) => Run(["analyze", this[name], "--what", what, "--quiet", .. options]);

    private static void Run(string[] args)
    {
        (int code, _, string error) = ProgramProcess.Run(args);
        Assert.True(code == 0, error);
    }
}
