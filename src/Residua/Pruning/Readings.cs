using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Pruning;

/// <summary>What a readout says of states: error and loss.</summary>
internal static class Readings
{
    /// <summary>Share misclassified and mean cross-entropy of logits [B,C] with labels [B].</summary>
    public static (double Error, double Loss) Of(Tensor logits, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        double loss = nn.functional.cross_entropy(logits.to(float64), labels).item<double>();
        return (Decision.Classes(logits).ne(labels).to(float64).mean().item<double>(), loss);
    }

    /// <summary>The same after a rollout of a map over all its layers.</summary>
    public static (double Error, double Loss) Of(IDepthMap map, IReadout readout, Tensor x0, Tensor labels, CancellationToken cancellation)
    {
        using Trajectory trajectory = Rollout.Run(map, x0, map.Depth, Recording.FinalState, cancellation: cancellation);
        using Tensor logits = readout.Logits(trajectory.FinalState);
        return Of(logits, labels);
    }

    /// <summary>x(t) from x(t-1), which is disposed.</summary>
    public static Tensor Advance(IDepthMap map, Tensor state, int layer)
    {
        LayerStep step = map.Step(state, layer);
        step.Residual.Dispose();
        step.PreActivation.Dispose();
        state.Dispose();
        return step.State;
    }
}
