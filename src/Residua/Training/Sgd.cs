using Residua.Numerics;
using TorchSharp;

namespace Residua.Training;

/// <summary>Stochastic gradient descent with momentum μ and decoupled decay: u ← μu + g, w ← w - η (u + λw).</summary>
/// <remarks>Source: I. Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013.</remarks>
public sealed class Sgd : Optimizer
{
    private readonly double _momentum, _decay;
    private readonly List<torch.Tensor> _parameters = [];
    private readonly List<KeyValuePair<string, torch.Tensor>> _state = [];

    /// <summary>An optimiser of the given parameters, which it changes in place.</summary>
    public Sgd(TrainingSpec spec, IEnumerable<KeyValuePair<string, torch.Tensor>> parameters)
    {
        _momentum = spec.Momentum;
        _decay = spec.Decay;
        foreach ((string name, torch.Tensor parameter) in parameters)
        {
            _parameters.Add(parameter);
            _state.Add(new($"optimizer.momentum.{name}", torch.zeros_like(parameter)));
        }
    }

    /// <inheritdoc />
    public override IEnumerable<KeyValuePair<string, torch.Tensor>> State => _state;

    /// <inheritdoc />
    public override void Step(IReadOnlyList<torch.Tensor> gradients, double scale, double rate, long step)
    {
        for (int i = 0; i < _parameters.Count; i++)
        {
            (torch.Tensor w, torch.Tensor u) = (_parameters[i], _state[i].Value);
            u.Mul_(_momentum).Add_(gradients[i], alpha: scale);
            if (_decay > 0 && Decays(w))
            {
                w.Mul_(1 - rate * _decay);
            }

            w.Add_(u, alpha: -rate);
        }
    }
}
