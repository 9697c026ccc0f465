using Residua.Kernels;
using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using static TorchSharp.torch;

namespace Residua.Training;

/// <summary>
/// The gradient of the mean cross-entropy, and of a noise regulariser where there is one, by a hand-written backward pass.
/// Every buffer is allocated once, for one batch size, and reused: memory is flat over steps.
/// </summary>
/// <remarks>
/// With G = ∂L/∂x(t) and x(t) = C(x(t-1), y(t)), the layer's adjoint takes G to ∂L/∂y(t) and a direct part of ∂L/∂x(t-1);
/// then D(t) = ∂L/∂y(t) ∘ f'(z(t)), ∂L/∂x(t-1) += D(t) W_t. Layers that share W are one product over all of them:
/// ∂L/∂W = Σ_t D(t)ᵀ x(t-1) = [D(1);…;D(k)]ᵀ [x(0);…;x(k-1)]. With a noise regulariser the batch runs twice, clean rows
/// first: M = 2B rows, and else B. Tested against autograd in float64.
/// </remarks>
public sealed class Adjoint : IDisposable
{
    private readonly LayeredNetwork _network;
    private readonly Tensor _states, _residuals, _preActivations, _deltas; // [T+1,M,N], [T,M,N] each
    private readonly Tensor[] _state, _residual, _preActivation, _delta;   // their layers, [M,N]
    private readonly (Tensor Delta, Tensor Input)[] _groups;               // stacked by weight group, [k·M,N]
    private readonly Tensor _carried;                                      // ∂L/∂x(t), [M,N]
    private readonly Tensor _final, _finalCarried;                         // the clean rows of x(T) and of ∂L/∂x(T), [B,N]
    private readonly Tensor _logits, _logitGradient, _ones;                // [B,C], [B,C], [1,k·M]
    private readonly Tensor[] _gradients;
    private readonly NoiseRegularizer? _noise;
    private readonly LogisticPasses? _logistic;

    /// <summary>Buffers for batches of exactly <paramref name="batch"/> samples. The network is read, never changed.</summary>
    /// <param name="network">The network.</param>
    /// <param name="batch">B.</param>
    /// <param name="gradients">Where gradients go, shaped as <see cref="NetworkParameters.Trained"/>; not owned.</param>
    /// <param name="noise">A regulariser to add to the loss; null, or one of strength 0, for none.</param>
    public Adjoint(LayeredNetwork network, int batch, IReadOnlyList<Tensor> gradients, NoiseRegularizerSpec? noise = null)
    {
        bool isNoisy = noise is { Strength: > 0 };
        int rows = isNoisy ? 2 * batch : batch;
        _network = network;
        Batch = batch;
        long layers = network.Depth, neurons = network.Spec.Neurons;
        (ScalarType type, Device device) = (network.Type, network.Device);
        _states = zeros([layers + 1, rows, neurons], type, device);
        _residuals = zeros([layers, rows, neurons], type, device);
        _preActivations = network.Activation.DerivativeNeedsPreActivation ? zeros([layers, rows, neurons], type, device) : _residuals;
        _deltas = zeros([layers, rows, neurons], type, device);
        (_state, _residual, _delta) = (_states.unbind(0), _residuals.unbind(0), _deltas.unbind(0));
        _preActivation = ReferenceEquals(_preActivations, _residuals) ? _residual : _preActivations.unbind(0);
        _groups = [.. network.Layout.Groups.Select(group => (Stack(_deltas, group.First - 1, group.Count), Stack(_states, group.First - 1, group.Count)))];
        _carried = zeros([rows, neurons], type, device);
        (_final, _finalCarried, Input) = (_state[^1].narrow(0, 0, batch), _carried.narrow(0, 0, batch), _state[0].narrow(0, 0, batch));
        _logits = zeros([batch, network.Spec.Classes], type, device);
        _logitGradient = zeros([batch, network.Spec.Classes], type, device);
        _ones = ones([1, rows * layers], type, device);
        _gradients = [.. gradients];
        if (isNoisy)
        {
            NoisyInput = _state[0].narrow(0, batch, batch);
            _noise = new(network, batch, noise!, _preActivation, _residual);
        }

        _logistic = isNoisy ? null : LogisticPasses.For(network, _state, _residual, _delta, _carried);

        Tensor Stack(Tensor signal, int first, int count)
        {
            using Tensor layersOfGroup = signal.narrow(0, first, count);
            return layersOfGroup.view(-1, neurons);
        }
    }

    /// <summary>B.</summary>
    public int Batch { get; }

    /// <summary>x(0), [B,N], to be filled before <see cref="Run"/>.</summary>
    public Tensor Input { get; }

    /// <summary>x̃(0), [B,N], the noisy input, to be filled before <see cref="Run"/>; null without a regulariser.</summary>
    public Tensor? NoisyInput { get; }

    /// <summary>The regulariser's R in the last <see cref="Run"/>; null without one.</summary>
    public double? NoiseRegularizer { get; private set; }

    /// <summary>One forward and one backward pass: fills the gradients.</summary>
    /// <param name="labels">Classes, int64 [B].</param>
    /// <returns>The sum over the batch of the cross-entropy, and how many were misclassified.</returns>
    public (double LossSum, long Errors) Run(Tensor labels)
    {
        Forward();
        (double lossSum, long errors) = Loss(labels);
        NoiseRegularizer = _noise?.Measure();
        Backward();
        return (lossSum, errors);
    }

    /// <summary>The layer at which values that are not finite first appear: forward from 1 to T, then backward from T to 1; 0 for none.</summary>
    public int FirstNonFiniteLayer()
    {
        bool IsFinite(Tensor tensor)
        {
            using Tensor sum = tensor.isfinite().all();
            return sum.item<bool>();
        }

        for (int t = 1; t <= _network.Depth; t++)
        {
            if (!IsFinite(_residual[t - 1]) || !IsFinite(_state[t]))
            {
                return t;
            }
        }

        if (!IsFinite(_logits))
        {
            return 0;
        }

        for (int t = _network.Depth; t >= 1; t--)
        {
            if (!IsFinite(_delta[t - 1]))
            {
                return t;
            }
        }

        return 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        IEnumerable<Tensor> views = _state.Concat(_residual).Concat(_delta).Concat(_preActivation).Concat(_groups.SelectMany(g => new[] { g.Delta, g.Input }));
        foreach (Tensor tensor in views.Concat([_states, _residuals, _preActivations, _deltas, _carried, _final, _finalCarried, Input, _logits, _logitGradient, _ones]))
        {
            tensor.Dispose();
        }

        NoisyInput?.Dispose();
        _noise?.Dispose();
        _logistic?.Dispose();
    }

    private void Forward()
    {
        if (_logistic is not null)
        {
            _logistic.Forward();
        }
        else
        {
            ForwardByTensors();
        }

        Product.Multiply(_final, _network.Parameters.Classifier, isTransposed: true, _logits, add: false);
        if (_network.Parameters.ClassifierBias is { } bias)
        {
            _logits.Add_(bias);
        }
    }

    private void ForwardByTensors()
    {
        for (int t = 1; t <= _network.Depth; t++)
        {
            _network.PreActivate(_state[t - 1], t, _preActivation[t - 1]);
            if (!ReferenceEquals(_preActivation, _residual))
            {
                _residual[t - 1].copy_(_preActivation[t - 1]);
            }

            _network.Activation.ApplyInPlace(_residual[t - 1]);
            _network.Combine(_state[t - 1], _residual[t - 1], _state[t]);
        }
    }

    private (double LossSum, long Errors) Loss(Tensor labels)
    {
        using Tensor logProbabilities = nn.functional.log_softmax(_logits, 1); // [B,C]
        using Tensor index = labels.unsqueeze(1);
        using Tensor own = logProbabilities.gather(1, index);
        using Tensor sum = own.sum(float64);
        using Tensor predicted = Decision.Classes(_logits);
        using Tensor wrong = predicted.ne(labels);
        using Tensor errors = wrong.sum();

        // ∂L/∂logits = (softmax - one-hot) / B
        using Tensor minusOne = empty_like(own).Fill_(-1);
        _logitGradient.copy_(logProbabilities);
        _logitGradient.exp_().scatter_add_(1, index, minusOne);
        _logitGradient.Div_(Batch);
        return (-sum.item<double>(), errors.item<long>());
    }

    private void Backward()
    {
        LayeredNetwork network = _network;
        bool biased = network.Parameters.Biases.Count > 0;
        int groups = _groups.Length, stride = biased ? 2 : 1;
        Product.MultiplyTransposed(_logitGradient, _final, _gradients[groups * stride]); // ∂L/∂K
        if (network.Parameters.ClassifierBias is not null)
        {
            SumRows(_logitGradient, _gradients[groups * stride + 1]);
        }

        if (_noise is not null)
        {
            _carried.Fill_(0); // the classifier reads the clean rows alone
        }

        Product.Multiply(_logitGradient, network.Parameters.Classifier, isTransposed: false, _finalCarried, add: false); // ∂L/∂x(T)
        if (_logistic is not null)
        {
            _logistic.Backward();
        }
        else
        {
            BackwardByTensors();
        }

        for (int g = 0; g < groups; g++)
        {
            (Tensor delta, Tensor input) = _groups[g];
            Product.MultiplyTransposed(delta, input, _gradients[g * stride]); // ∂L/∂W
            if (biased)
            {
                SumRows(delta, _gradients[g * stride + 1]);
            }
        }

        _noise?.AddToWeights(g => _gradients[g * stride]);
    }

    private void BackwardByTensors()
    {
        for (int t = _network.Depth; t >= 1; t--)
        {
            Tensor delta = _delta[t - 1];
            _network.CombineAdjoint(_carried, _state[t - 1], _residual[t - 1], delta);
            _network.Activation.MultiplyByDerivative(delta, _preActivation[t - 1], _residual[t - 1]);
            _noise?.AddCarried(delta, t);
            if (t > 1)
            {
                Product.Multiply(delta, _network.Parameters.Weights[_network.Layout.GroupOf(t)], isTransposed: false, _carried, add: true);
            }

            _noise?.AddHeld(delta, t);
        }
    }

    // Column sums of [R,M] into [M], by libtorch as a product with ones: no buffer is allocated.
    private void SumRows(Tensor rows, Tensor sums)
    {
        if (Matrix.Fits(rows) && Matrix.Fits(sums))
        {
            ColumnSums.Of(Matrix.Of(rows), Matrix.Of(sums));
            return;
        }

        using Tensor ones = _ones.narrow(1, 0, rows.shape[0]);
        using Tensor target = sums.unsqueeze(0);
        target.addmm_(ones, rows, 0, 1);
    }
}
