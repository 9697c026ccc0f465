using TorchSharp;

namespace Residua.Dynamics;

/// <summary>A discrete-time system together with its linearisation, for exponents and growth of small perturbations.</summary>
public interface ITangentMap
{
    /// <summary>One step of the state s and of the tangent vectors v along it: (F_t(s), DF_t(s) v), new tensors.</summary>
    /// <param name="state">s, [B,N]; not changed.</param>
    /// <param name="tangents">v, [B,k,N], k vectors a sample; not changed.</param>
    /// <param name="step">t, counted from 1.</param>
    (torch.Tensor State, torch.Tensor Tangents) Step(torch.Tensor state, torch.Tensor tangents, int step);
}
