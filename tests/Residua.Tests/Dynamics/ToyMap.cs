using Residua.Numerics;
using Residua.Systems;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

/// <summary>x(t) = a x(t-1) + f(W_t x(t-1)) with matrices written down in a test; the logistic f, or the identity.</summary>
internal sealed class ToyMap(double carry, string activation, params double[][,] weights) : IDenseMap, IReadout, IDisposable
{
    private readonly Tensor[] _weights = [.. weights.Select(weight => tensor(weight).DetachFromDisposeScope())];

    public int Depth { get; init; } = Math.Max(weights.Length, 5);

    public bool IsAutonomous => _weights.Length == 1;

    public double Carry => carry;

    public string ActivationName => activation;

    public DenseLayer Layer(int layer) => new(_weights[Math.Min(layer, _weights.Length) - 1], null);

    public Tensor Activate(Tensor z) => activation == "logistic" ? z.sigmoid() : z.clone();

    public Tensor Derivative(Tensor z, Tensor y) => activation == "logistic" ? y * y.Rsub(1) : ones_like(z);

    public LayerStep Step(Tensor state, int layer)
    {
        Tensor z = state.mm(Layer(layer).Weight.t()), y = Activate(z);
        return new(y.Add(state.Mul(carry)), y, z);
    }

    public Tensor Logits(Tensor state) => state.clone();

    public void Dispose()
    {
        foreach (Tensor weight in _weights)
        {
            weight.Dispose();
        }
    }
}
