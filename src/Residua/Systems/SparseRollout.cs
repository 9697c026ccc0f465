using System.Collections.Concurrent;
using Residua.Kernels;
using static TorchSharp.torch;

namespace Residua.Systems;

/// <summary>
/// The rollout of an autonomous logistic map past its depth by <see cref="SparseLayers"/>, block by block of samples, each small
/// enough for a core's cache. Where classes are recorded, samples of one class come together, for they have many silent neurons in common: that
/// changes which blocks there are, and so the last bits.
/// </summary>
/// <remarks>Between the same layers all blocks wait for each other, so that statistics merge in a fixed order: what is recorded does not depend on the threads.</remarks>
internal sealed class SparseRollout : IDisposable
{
    private const int BlockSamples = 48, LayersTogether = 16;

    private readonly SampleBlock[] _blocks;
    private readonly Panels _weights;
    private readonly ConcurrentBag<SparseWorkspace> _workspaces = []; // one a thread

    private SparseRollout(IDenseMap map, Tensor x0, IReadOnlyList<int>? classes)
    {
        (Tensor weights, Tensor? bias) = map.Layer(1);
        _weights = Panels.Of(Matrix.Of(weights).Transposed);
        int samples = (int)x0.shape[0];
        int[] order = [.. Enumerable.Range(0, samples).OrderBy(sample => classes?[sample] ?? 0)];
        _blocks = [.. order.Chunk(BlockSamples).Select(chosen => new SampleBlock(map, _weights.View, bias, x0, chosen, classes))];
    }

    /// <summary>Whether it applies: a logistic map in float32 whose weights are shared, run past its depth.</summary>
    public static bool Applies(IDepthMap map, Tensor x0, int layers) =>
        layers > map.Depth && map is IDenseMap { IsAutonomous: true, ActivationName: "logistic" } dense
        && Matrix.Fits(x0) && Matrix.Fits(dense.Layer(1).Weight) && x0.shape[1] == dense.Layer(1).Weight.shape[1];

    /// <summary>Runs all layers into the recorders; what it returns is x(T), a new tensor [B,N].</summary>
    public static Tensor Run(
        IDenseMap map, Tensor x0, int layers, Recording record, SignalRecorder signals, StatisticsRecorder? statistics,
        Action<double>? progress, CancellationToken cancellation)
    {
        using SparseRollout rollout = new(map, x0, record.Statistics ? record.Classes : null);
        for (int done = 0; done < layers;)
        {
            int from = done + 1, to = Math.Min(layers, done + LayersTogether);
            Threads.Run(rollout._blocks.Length, block =>
            {
                SparseWorkspace work = rollout._workspaces.TryTake(out SparseWorkspace? free) ? free : SparseLayers.NewWorkspace(rollout._weights.View, BlockSamples);
                rollout._blocks[block].Run(from, to, work, signals, statistics, record, cancellation);
                rollout._workspaces.Add(work);
            });
            cancellation.ThrowIfCancellationRequested();
            foreach (SampleBlock block in rollout._blocks)
            {
                block.HandOver(statistics);
            }

            done = to;
            progress?.Invoke((double)done / layers);
        }

        Tensor final = empty_like(x0);
        foreach (SampleBlock block in rollout._blocks)
        {
            block.CopyState(final);
        }

        GC.KeepAlive(map); // the blocks read its biases by address
        return final;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (SampleBlock block in _blocks)
        {
            block.Dispose();
        }

        foreach (SparseWorkspace work in _workspaces)
        {
            work.Dispose();
        }

        _weights.Dispose();
    }
}
