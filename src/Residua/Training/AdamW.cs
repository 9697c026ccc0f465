using Residua.Kernels;
using Residua.Numerics;
using TorchSharp;

namespace Residua.Training;

/// <summary>
/// Adam with decoupled weight decay: m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g²,
/// w ← w - η λ w - η (m/(1-β₁ᵗ)) / (√(v/(1-β₂ᵗ)) + ε), with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
/// </summary>
/// <remarks>
/// Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019. Decay 0 is Adam.
/// </remarks>
public sealed class AdamW : Optimizer
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly double _decay;
    private readonly List<Part> _parts = [];
    private readonly List<KeyValuePair<string, torch.Tensor>> _state = [];

    /// <summary>An optimiser of the given parameters, which it changes in place.</summary>
    public AdamW(TrainingSpec spec, IEnumerable<KeyValuePair<string, torch.Tensor>> parameters)
    {
        _decay = spec.Decay;
        foreach ((string name, torch.Tensor parameter) in parameters)
        {
            torch.Tensor first = torch.zeros_like(parameter), second = torch.zeros_like(parameter);
            _state.Add(new($"optimizer.first_moment.{name}", first));
            _state.Add(new($"optimizer.second_moment.{name}", second));
            _parts.Add(new Part(parameter, first, second));
        }
    }

    /// <inheritdoc />
    public override IEnumerable<KeyValuePair<string, torch.Tensor>> State => _state;

    /// <inheritdoc />
    public override void Step(IReadOnlyList<torch.Tensor> gradients, double scale, double rate, long step)
    {
        double size = rate / (1 - Math.Pow(Beta1, step)), correction = Math.Sqrt(1 - Math.Pow(Beta2, step));
        foreach (((torch.Tensor w, torch.Tensor m, torch.Tensor v), torch.Tensor g) in _parts.Zip(gradients))
        {
            double shrink = _decay > 0 && Decays(w) ? 1 - rate * _decay : 1;
            if (Matrix.Fits(w) && Matrix.Fits(g))
            {
                AdamWUpdate update = new(Beta1, Beta2, scale, shrink, size * correction, Epsilon * correction);
                update.Run(Matrix.Of(w), Matrix.Of(m), Matrix.Of(v), Matrix.Of(g));
                GC.KeepAlive((w, m, v, g)); // views do not keep their tensors
                continue;
            }

            if (scale != 1)
            {
                g.Mul_(scale);
            }

            m.Mul_(Beta1).Add_(g, alpha: 1 - Beta1);
            v.Mul_(Beta2).Addcmul_(g, g, 1 - Beta2);
            using torch.Tensor root = v.sqrt();
            root.Add_(Epsilon * correction);
            if (shrink != 1)
            {
                w.Mul_(shrink);
            }

            w.Addcdiv_(m, root, -size * correction);
        }
    }

    private sealed record Part(torch.Tensor Parameter, torch.Tensor First, torch.Tensor Second);
}
