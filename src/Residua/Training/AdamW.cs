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

    // Elements of a parameter that are updated together: six passes over them stay within a core's cache.
    private const long Chunk = 1 << 16;

    private readonly double _decay;
    private readonly List<Part> _parts = [];
    private readonly List<KeyValuePair<string, torch.Tensor>> _state = [];
    private readonly torch.Tensor _scratch;

    /// <summary>An optimiser of the given parameters, which it changes in place.</summary>
    public AdamW(TrainingSpec spec, IEnumerable<KeyValuePair<string, torch.Tensor>> parameters)
    {
        _decay = spec.Decay;
        int index = 0;
        torch.Tensor? like = null;
        foreach ((string name, torch.Tensor parameter) in parameters)
        {
            like = parameter;
            torch.Tensor first = torch.zeros_like(parameter), second = torch.zeros_like(parameter);
            _state.Add(new($"optimizer.first_moment.{name}", first));
            _state.Add(new($"optimizer.second_moment.{name}", second));
            _parts.Add(new Part(index++, Decays(parameter), Split(parameter), Split(first), Split(second)));
        }

        _scratch = torch.empty([Chunk], like!.dtype, like.device);
    }

    /// <inheritdoc />
    public override IEnumerable<KeyValuePair<string, torch.Tensor>> State => _state;

    /// <inheritdoc />
    protected override IEnumerable<torch.Tensor> Workspace =>
        _parts.SelectMany(part => part.Parameter.Concat(part.First).Concat(part.Second)).Append(_scratch);

    /// <inheritdoc />
    public override void Step(IReadOnlyList<torch.Tensor> gradients, double scale, double rate, long step)
    {
        double size = rate / (1 - Math.Pow(Beta1, step)), correction = Math.Sqrt(1 - Math.Pow(Beta2, step));
        foreach (Part part in _parts)
        {
            torch.Tensor[] gradient = Split(gradients[part.Index]);
            for (int i = 0; i < gradient.Length; i++)
            {
                (torch.Tensor w, torch.Tensor m, torch.Tensor v) = (part.Parameter[i], part.First[i], part.Second[i]);
                using torch.Tensor g = gradient[i];
                using torch.Tensor root = _scratch.narrow(0, 0, g.numel());
                if (scale != 1)
                {
                    g.mul_(scale);
                }

                m.mul_(Beta1).add_(g, alpha: 1 - Beta1);
                v.mul_(Beta2).addcmul_(g, g, 1 - Beta2);
                root.copy_(v);
                root.sqrt_().add_(Epsilon * correction);
                if (_decay > 0 && part.Decays)
                {
                    w.mul_(1 - rate * _decay);
                }

                w.addcdiv_(m, root, -size * correction);
            }
        }
    }

    private static torch.Tensor[] Split(torch.Tensor tensor)
    {
        using torch.Tensor flat = tensor.view(-1);
        return flat.split(Chunk);
    }

    private sealed record Part(int Index, bool Decays, torch.Tensor[] Parameter, torch.Tensor[] First, torch.Tensor[] Second);
}
