using Residua.Kernels;
using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Systems;

/// <summary>Keeps the chosen signals of a rollout, [L,B,N'] each.</summary>
internal sealed class SignalRecorder
{
    private readonly Dictionary<int, int> _positions = [];
    private readonly Tensor? _neurons;
    private readonly IReadOnlyList<int>? _chosen;

    public SignalRecorder(Recording record, Tensor x0, int layers)
    {
        Layers = record.Signals == Signals.None ? [] : record.SignalLayers.Resolve(layers);
        if (record.Neurons is { } chosen)
        {
            int[] missing = [.. chosen.Where(i => i < 0 || i >= x0.shape[1])];
            if (missing.Length > 0)
            {
                throw new ArgumentException($"Neuron {missing[0]} was asked for, but there are neurons 0 to {x0.shape[1] - 1}.", nameof(record));
            }

            _chosen = chosen;
            _neurons = tensor(chosen.Select(i => (long)i).ToArray(), device: x0.device);
        }

        for (int i = 0; i < Layers.Count; i++)
        {
            _positions[Layers[i]] = i;
        }

        long width = record.Neurons?.Count ?? x0.shape[1];
        foreach (Signals signal in new[] { Signals.State, Signals.Residual, Signals.PreActivation }.Where(s => record.Signals.HasFlag(s)))
        {
            Recorded[signal] = empty([Layers.Count, x0.shape[0], width], x0.dtype, x0.device).Fill_(double.NaN);
        }
    }

    public IReadOnlyList<int> Layers { get; }

    public Dictionary<Signals, Tensor> Recorded { get; } = [];

    /// <summary>Keeps layer t; <paramref name="rows"/> are the samples that the step's rows stand for, null for all.</summary>
    public void Add(int layer, LayerStep step, Tensor? rows)
    {
        if (!_positions.TryGetValue(layer, out int position))
        {
            return;
        }

        foreach ((Signals signal, Tensor recorded) in Recorded)
        {
            Tensor value = signal switch
            {
                Signals.State => step.State,
                Signals.Residual => step.Residual,
                _ => step.PreActivation,
            };
            using Tensor? chosen = _neurons is null ? null : value.index_select(1, _neurons);
            using Tensor slot = recorded[position]; // [B,N']
            if (rows is null)
            {
                slot.copy_(chosen ?? value);
            }
            else
            {
                slot.index_copy_(0, rows, chosen ?? value);
            }
        }
    }

    /// <summary>Keeps layer t of some samples, from matrices [B',N] in float32; several threads may add different samples.</summary>
    public void Add(int layer, int[] samples, Matrix state, Matrix residual, Matrix preActivation)
    {
        if (!_positions.TryGetValue(layer, out int position))
        {
            return;
        }

        foreach ((Signals signal, Tensor recorded) in Recorded)
        {
            Matrix value = signal switch
            {
                Signals.State => state,
                Signals.Residual => residual,
                _ => preActivation,
            };
            using Tensor slot = recorded[position]; // [B,N']
            Matrix target = Matrix.Of(slot);
            for (int row = 0; row < samples.Length; row++)
            {
                Span<float> from = value.Row(row), to = target.Row(samples[row]);
                if (_chosen is null)
                {
                    from.CopyTo(to);
                }

                for (int i = 0; i < (_chosen?.Count ?? 0); i++)
                {
                    to[i] = from[_chosen![i]];
                }
            }
        }
    }
}
