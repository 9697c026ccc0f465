using TorchSharp;

namespace Residua.Dynamics;

/// <summary>A continuous-time system ds/dt = v(s, t) of many samples at once.</summary>
/// <remarks>Source: paper, eq. 1-3 and 6.</remarks>
public interface IFlow
{
    /// <summary>v(s, t), a new tensor of the shape of s.</summary>
    /// <param name="state">s, [B,D], a sample in each row; not changed.</param>
    /// <param name="time">t, in layers.</param>
    torch.Tensor Velocity(torch.Tensor state, double time);
}
