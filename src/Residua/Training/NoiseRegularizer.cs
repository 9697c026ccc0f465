using Residua.Networks;
using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Training;

/// <summary>
/// What the noise regulariser adds to a loss and to its gradient: R = λ/(B N) ‖D‖², with D = Σ_{t=T-1..T} [F_t(ỹ(t)) - F_t(y(t))] and
/// F_t(y) = f'(z(t)) ∘ (W_t y(t)), over B clean rows and the B noisy rows behind them. Holds its buffers between steps.
/// </summary>
/// <remarks>
/// With E = ∂R/∂F_t = ±2λ/(B N) D (+ in the noisy rows, - in the clean ones, the same for both t) and P_t = E ∘ f'(z(t)),
/// ∂R/∂z(t) = (P_t W_t) ∘ f'(z(t)) + E ∘ (W_t y(t)) ∘ f''(z(t)), and W_t's use in F_t alone gives P_tᵀ y(t). Source: paper, section 6.
/// </remarks>
internal sealed class NoiseRegularizer : IDisposable
{
    private readonly LayeredNetwork _network;
    private readonly NoiseRegularizerSpec _spec;
    private readonly double _scale; // λ/(B N)
    private readonly int _firstTerm, _firstReached;
    private readonly IReadOnlyList<Tensor> _preActivation, _residual; // of all layers, [2B,N] each; not owned
    private readonly Tensor[] _products; // by term: W_t y(t), and after its turn P_t; [2B,N]
    private readonly Tensor _gradient, _work, _through; // E and two for passing results; [2B,N]
    private readonly Tensor _cleanGradient, _noisyGradient, _cleanWork, _noisyWork; // their halves, [B,N]

    /// <summary>For rows of a forward pass, B clean and B noisy, whose signals are read where they lie.</summary>
    public NoiseRegularizer(
        LayeredNetwork network, int batch, NoiseRegularizerSpec spec, IReadOnlyList<Tensor> preActivation, IReadOnlyList<Tensor> residual)
    {
        (_network, _spec, _preActivation, _residual) = (network, spec, preActivation, residual);
        _scale = spec.Strength / ((double)batch * network.Spec.Neurons);
        _firstTerm = Math.Max(1, network.Depth - 1);
        _firstReached = spec.LastLayerOnly ? network.Depth : _firstTerm;
        Tensor Buffer() => zeros_like(residual[0]);
        _products = [.. Enumerable.Range(_firstTerm, network.Depth - _firstTerm + 1).Select(_ => Buffer())];
        (_gradient, _work, _through) = (Buffer(), Buffer(), Buffer());
        (_cleanGradient, _noisyGradient) = (_gradient.narrow(0, 0, batch), _gradient.narrow(0, batch, batch));
        (_cleanWork, _noisyWork) = (_work.narrow(0, 0, batch), _work.narrow(0, batch, batch));
    }

    /// <summary>R, after a forward pass.</summary>
    public double Measure()
    {
        _noisyGradient.Fill_(0);
        for (int t = _firstTerm; t <= _network.Depth; t++)
        {
            Tensor product = _products[t - _firstTerm];
            using Tensor transposed = WeightsOf(t).t();
            product.addmm_(_residual[t - 1], transposed, 0, 1); // W_t y(t)
            _work.copy_(product);
            MultiplyByDerivative(_work, t); // F_t
            _noisyGradient.Add_(_noisyWork).sub_(_cleanWork); // D
        }

        using Tensor flat = _noisyGradient.view(-1);
        using Tensor dot = flat.dot(flat);
        using Tensor square = dot.to(float64);
        _noisyGradient.Mul_(2 * _scale);
        _cleanGradient.copy_(_noisyGradient);
        _cleanGradient.neg_();
        return _scale * square.item<double>();
    }

    /// <summary>Adds ∂R/∂z(t) to ∂L/∂z(t) before that goes on to x(t-1), where it is to go on.</summary>
    public void AddCarried(Tensor delta, int t)
    {
        if (!_spec.LastLayerOnly)
        {
            Add(delta, t);
        }
    }

    /// <summary>Adds ∂R/∂z(t) to ∂L/∂z(t) after that went on to x(t-1), where x(t-1) is to be held constant.</summary>
    public void AddHeld(Tensor delta, int t)
    {
        if (_spec.LastLayerOnly)
        {
            Add(delta, t);
        }
    }

    /// <summary>Adds to ∂L/∂W of each weight group what comes by W's use in F_t, after the backward pass.</summary>
    /// <param name="gradientOf">∂L/∂W of a group.</param>
    public void AddToWeights(Func<int, Tensor> gradientOf)
    {
        for (int t = _firstReached; t <= _network.Depth; t++)
        {
            using Tensor transposed = _products[t - _firstTerm].t();
            gradientOf(_network.Layout.GroupOf(t)).addmm_(transposed, _residual[t - 1], 1, 1);
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _products.Concat([_cleanGradient, _noisyGradient, _cleanWork, _noisyWork, _gradient, _work, _through]))
        {
            tensor.Dispose();
        }
    }

    private void Add(Tensor delta, int t)
    {
        if (t < _firstReached)
        {
            return;
        }

        Tensor product = _products[t - _firstTerm];
        _work.copy_(_gradient);
        MultiplyByDerivative(_work, t); // P_t
        _through.addmm_(_work, WeightsOf(t), 0, 1);
        MultiplyByDerivative(_through, t); // by y(t)
        product.mul_(_gradient);
        _network.Activation.MultiplyBySecondDerivative(product, _preActivation[t - 1], _residual[t - 1]); // by f'(z(t))
        delta.Add_(_through).Add_(product);
        product.copy_(_work);
    }

    private Tensor WeightsOf(int t) => _network.Parameters.Weights[_network.Layout.GroupOf(t)];

    private void MultiplyByDerivative(Tensor gradient, int t) => _network.Activation.MultiplyByDerivative(gradient, _preActivation[t - 1], _residual[t - 1]);
}
