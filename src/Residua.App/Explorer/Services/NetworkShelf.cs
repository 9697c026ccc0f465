using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using static TorchSharp.torch;

namespace Residua.App.Explorer.Services;

/// <summary>Networks and images in memory, the last few used; all computing in this process goes through <see cref="Use"/>, one at a time.</summary>
internal sealed class NetworkShelf(ExplorerOptions options) : IDisposable
{
    private const int Most = 4;

    private static readonly SemaphoreSlim _turn = new(1);

    private readonly List<(string Key, LayeredNetwork Network)> _networks = []; // the last used at the end
    private readonly Dictionary<(string Data, int Pool), ImageSet> _images = [];

    /// <summary>Computes with a run's network, away from the caller's thread.</summary>
    /// <exception cref="IOException">The run's weights or its data set are not there.</exception>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public Task<T> Use<T>(RunCard run, Func<LoadedNetwork, T> compute, CancellationToken cancellation = default) => Task.Run(async () =>
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            LoadedNetwork loaded = new(Network(run), Images(run.Spec!));
            using IDisposable noGradient = no_grad();
            return compute(loaded);
        }
        finally
        {
            _turn.Release();
        }
    }, cancellation);

    /// <inheritdoc />
    public void Dispose()
    {
        _turn.Wait();
        _networks.ForEach(one => one.Network.Dispose());
        _networks.Clear();
        _turn.Release();
    }

    private LayeredNetwork Network(RunCard run)
    {
        RunFolder folder = RunFolder.Open(run.Path);
        string key = run.Path + folder.WeightsSha256();
        int at = _networks.FindIndex(one => one.Key == key);
        (string Key, LayeredNetwork Network) found = at >= 0 ? _networks[at] : (key, folder.LoadNetwork(CPU));
        if (at >= 0)
        {
            _networks.RemoveAt(at);
        }

        _networks.Add(found);
        if (_networks.Count > Most)
        {
            _networks[0].Network.Dispose();
            _networks.RemoveAt(0);
        }

        return found.Network;
    }

    private ImageSet Images(RunSpec spec)
    {
        if (!_images.TryGetValue((spec.Data, spec.Pool), out ImageSet? images))
        {
            _images[(spec.Data, spec.Pool)] = images = DataCatalog.Open(spec.Data, options.Data).Test.Pool(spec.Pool);
        }

        return images;
    }
}
