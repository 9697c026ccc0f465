using Residua.Data;
using Residua.Networks;
using static TorchSharp.torch;

namespace Residua.Training;

/// <summary>Changes the depth of a network between epochs; see <see cref="AdaptiveDepthSpec"/>. Owns what the guard may go back to.</summary>
internal sealed class AdaptiveDepth : IDisposable
{
    private readonly AdaptiveDepthSpec _spec;
    private readonly WeightLayout _start;
    private readonly ImageSet _images;
    private readonly int[] _samples;
    private DepthState _state;
    private DepthBackup? _backup;

    /// <summary>For a network whose layout is <paramref name="start"/> when training begins.</summary>
    public AdaptiveDepth(AdaptiveDepthSpec spec, WeightLayout start, ImageSet images, int seed)
    {
        (_spec, _start, _images) = (spec, start, images);
        _samples = BatchOrder.Of(images.Count, seed, epoch: -1)[..Math.Min(spec.Samples, images.Count)]; // an order that no epoch has
        _state = new() { Quiet = new int[start.Blocks.Count] };
    }

    /// <summary>Its tensors, by their names in a checkpoint.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Tensors =>
        _backup?.Tensors.Select(pair => KeyValuePair.Create(Checkpoint.BackupPrefix + pair.Key, pair.Value)) ?? [];

    /// <summary>Where it stands.</summary>
    public DepthState State => _state with
    {
        Backup = _backup is null ? null : new(_backup.Network.Spec.Weights, _backup.Network.Depth, _backup.Blocks),
    };

    /// <summary>Goes on from a checkpoint, whose tensors are copied.</summary>
    public void Load(Checkpoint checkpoint, LayeredNetwork like)
    {
        _state = checkpoint.Position.Depth ?? _state;
        _backup?.Dispose();
        _backup = checkpoint.Backup(like);
    }

    /// <summary>Decides after an epoch.</summary>
    /// <param name="network">The network; not changed.</param>
    /// <param name="optimizer">Its optimiser; not changed.</param>
    /// <param name="errors">What the epoch came to; after a rollback, that of the network gone back to.</param>
    /// <param name="isLast">Whether no epoch follows: nothing is removed then.</param>
    /// <param name="replace">Takes another network, which it then owns, into use with a copy of the optimiser state given, and measures it.</param>
    public DepthRecord Adapt(
        LayeredNetwork network, Optimizer optimizer, ref EpochErrors errors, bool isLast,
        Func<LayeredNetwork, IReadOnlyDictionary<string, Tensor>, EpochErrors> replace)
    {
        double before = errors.Watched;
        DepthRecord record = new()
        {
            Weights = network.Spec.Weights,
            Layers = network.Depth,
            Changes = ResidualChange.Measure(network, _images, _samples),
            Threshold = _spec.Threshold,
            Action = DepthAction.Kept,
            WeightsAfter = network.Spec.Weights,
            LayersAfter = network.Depth,
            OnValidation = errors.Validation is not null,
            ErrorBefore = before,
            ErrorAfter = before,
        };
        using DepthBackup? backup = _backup; // has served once this epoch is judged
        _backup = null;
        if (backup is not null && before > _state.LowestError + _spec.Guard)
        {
            errors = replace(backup.Network.Clone(), backup.OptimizerState);
            _state = _state with { LeftAlone = [.. _state.LeftAlone.Union(backup.Blocks).Order()] };
            return record with { Action = DepthAction.RolledBack, WeightsAfter = backup.Network.Spec.Weights, LayersAfter = backup.Network.Depth, ErrorAfter = errors.Watched };
        }

        if (_spec.Guard is not null)
        {
            _state = _state with { LowestError = Math.Min(_state.LowestError, before) };
        }

        if (isLast)
        {
            return record;
        }

        DepthDecision decision = DepthRule.Decide(_spec, _start, network.Layout, _state, record.Changes);
        _state = _state with { Quiet = decision.Quiet };
        if (decision.Removed.Count + decision.Restored.Count == 0)
        {
            return record;
        }

        if (_spec.Guard is not null && decision.Removed.Count > 0)
        {
            _backup = DepthBackup.Of(network, optimizer, [.. decision.Removed.Select(network.Layout.BlockOf).Distinct()]);
        }

        LayeredNetwork changed = LayerSurgery.Keep(network, decision.Keep);
        IReadOnlyDictionary<string, Tensor> moments = LayerSurgery.Keep(
            optimizer.State.ToDictionary(pair => pair.Key, pair => pair.Value), network.Layout.GroupsKept(decision.Keep));
        return record with
        {
            Action = DepthAction.Changed,
            Removed = decision.Removed,
            Restored = decision.Restored,
            WeightsAfter = changed.Spec.Weights,
            LayersAfter = changed.Depth,
            ErrorAfter = replace(changed, moments).Watched,
        };
    }

    public void Dispose() => _backup?.Dispose();
}
