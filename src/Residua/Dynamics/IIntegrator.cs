using TorchSharp;

namespace Residua.Dynamics;

/// <summary>Follows a flow from one time to a later one.</summary>
public interface IIntegrator
{
    /// <summary>The state at time <paramref name="to"/>, or as near to it as the integrator came.</summary>
    /// <param name="flow">The flow, smooth in time between the two times.</param>
    /// <param name="state">The state at <paramref name="from"/>, [B,D]; not changed.</param>
    /// <param name="from">The time to start at.</param>
    /// <param name="to">The time to end at, not before <paramref name="from"/>.</param>
    /// <param name="cancellation">Ends the integration between steps.</param>
    /// <returns>The state, how far it came and why it stopped: failure is a value, not an exception.</returns>
    Integration Integrate(IFlow flow, torch.Tensor state, double from, double to, CancellationToken cancellation = default);
}
