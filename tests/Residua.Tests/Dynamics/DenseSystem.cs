using Residua.Numerics;
using Residua.Systems;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

/// <summary>A system with shared weights that are given: residual (carry 1) or a perceptron (carry 0).</summary>
internal sealed class DenseSystem(double[,] weight, double carry = 1, string activation = "logistic", double[]? bias = null, bool shared = true) : IDenseMap, IDisposable
{
    private readonly Tensor _weight = tensor(weight);
    private readonly Tensor? _bias = bias is null ? null : tensor(bias);

    public int Depth => 3;

    public bool IsAutonomous => shared;

    public double Carry => carry;

    public string ActivationName => activation;

    public DenseLayer Layer(int layer) => new(_weight, _bias);

    public Tensor Activate(Tensor z) => activation switch
    {
        "logistic" => z.sigmoid(),
        "tanh" => z.tanh(),
        _ => z.clone(),
    };

    public Tensor Derivative(Tensor z, Tensor y) => activation switch
    {
        "logistic" => y * y.Rsub(1),
        "tanh" => (y * y).Rsub(1),
        _ => ones_like(z),
    };

    public LayerStep Step(Tensor state, int layer)
    {
        Tensor z = state.mm(_weight.t());
        if (_bias is not null)
        {
            z.Add_(_bias);
        }

        Tensor y = Activate(z);
        return new(state.Mul(carry).Add(y), y, z);
    }

    public void Dispose()
    {
        _weight.Dispose();
        _bias?.Dispose();
    }

    public static double[,] Random(int neurons, int seed, double gain = 1)
    {
        Random random = new(seed);
        double[,] weight = new double[neurons, neurons];
        for (int i = 0; i < neurons; i++)
        {
            for (int j = 0; j < neurons; j++)
            {
                weight[i, j] = gain * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
            }
        }

        return weight;
    }
}
