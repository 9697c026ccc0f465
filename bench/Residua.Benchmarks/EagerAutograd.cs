using Residua.Networks;
using Residua.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Residua.Benchmarks;

/// <summary>
/// The peer: the same training step written as a good user of the library would, with autograd, gradient clipping and
/// the library's own AdamW. Every handle is disposed, so that memory stays flat.
/// </summary>
internal sealed class EagerAutograd : IDisposable
{
    private readonly NetworkSpec _spec;
    private readonly List<Parameter> _weights, _biases;
    private readonly Parameter _classifier, _classifierBias;
    private readonly List<Parameter> _all;
    private readonly optim.Optimizer _optimizer;

    public EagerAutograd(LayeredNetwork start, double rate, double decay)
    {
        _spec = start.Spec;
        _weights = [.. start.Parameters.Weights.Select(w => new Parameter(w.clone()))];
        _biases = [.. start.Parameters.Biases.Select(b => new Parameter(b.clone()))];
        _classifier = new(start.Parameters.Classifier.clone());
        _classifierBias = new(start.Parameters.ClassifierBias!.clone());
        _all = [.. _weights, .. _biases, _classifier, _classifierBias];
        _optimizer = optim.AdamW(_all, rate, weight_decay: decay);
    }

    public double Step(Tensor x0, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor state = x0;
        WeightLayout layout = WeightLayout.Parse(_spec.Weights, _spec.Layers);
        for (int t = 1; t <= _spec.Layers; t++)
        {
            int g = layout.GroupOf(t);
            Tensor y = nn.functional.linear(state, _weights[g], _biases.Count > 0 ? _biases[g] : null).sigmoid();
            state = _spec.Network == "residual" ? state.Add(y) : y;
        }

        Tensor loss = nn.functional.cross_entropy(nn.functional.linear(state, _classifier, _classifierBias), labels);
        loss.backward();
        nn.utils.clip_grad_norm_(_all, 1.0);
        _optimizer.step();
        double value = loss.item<float>();
        foreach (Parameter parameter in _all)
        {
            parameter.grad?.Dispose();
            parameter.grad = null;
        }

        return value;
    }

    /// <summary>Writes its parameters into a network of the same specification.</summary>
    public void CopyTo(LayeredNetwork network)
    {
        using IDisposable noGradient = no_grad();
        foreach ((Tensor own, Tensor target) in _all.Zip<Tensor, Tensor>([.. network.Parameters.Weights, .. network.Parameters.Biases, network.Parameters.Classifier, network.Parameters.ClassifierBias!]))
        {
            target.copy_(own);
        }
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _all.ForEach(parameter => parameter.Dispose());
    }
}
