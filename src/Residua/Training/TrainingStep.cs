using Residua.Kernels;
using Residua.Networks;
using static TorchSharp.torch;

namespace Residua.Training;

/// <summary>
/// One optimiser step on one batch: forward, backward, clipping, update. Changes the network it is given; holds every
/// buffer between steps.
/// </summary>
public sealed class TrainingStep : IDisposable
{
    private readonly LayeredNetwork _network;
    private readonly TrainingSpec _spec;
    private readonly List<Tensor> _gradients;
    private readonly Dictionary<int, Adjoint> _adjoints = []; // one for full batches, one for the last of an epoch

    /// <summary>Steps for a network, which is changed in place.</summary>
    public TrainingStep(LayeredNetwork network, TrainingSpec spec)
    {
        (_network, _spec) = (network, spec);
        _gradients = [.. network.Parameters.Trained.Select(pair => zeros_like(pair.Value))];
        Optimizer = Optimizers.All[spec.Optimizer](spec, network.Parameters.Trained);
    }

    /// <summary>The optimiser, for its state.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Steps taken.</summary>
    public long Step { get; set; }

    /// <summary>The buffer of x(0) for a batch of that size, [B,N]: fill it, then call <see cref="Run"/>.</summary>
    public Tensor Input(int batch) => AdjointFor(batch).Input;

    /// <summary>The buffer of x̃(0), the noisy input, [B,N], to be filled too; null without a noise regulariser.</summary>
    public Tensor? NoisyInput(int batch) => AdjointFor(batch).NoisyInput;

    /// <summary>One step from the states in <see cref="Input"/> and <see cref="NoisyInput"/>.</summary>
    /// <param name="labels">Classes, int64 [B].</param>
    /// <param name="steps">Steps in all, for the schedule.</param>
    /// <returns>What it came to; where a loss or gradient is not finite, the parameters are left alone.</returns>
    public StepOutcome Run(Tensor labels, long steps)
    {
        Adjoint adjoint = AdjointFor((int)labels.shape[0]);
        (double loss, long errors) = adjoint.Run(labels);
        double norm = GradientNorm();
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
        {
            return new(loss, errors, norm, adjoint.FirstNonFiniteLayer(), adjoint.NoiseRegularizer);
        }

        double scale = _spec.ClipNorm > 0 && norm > _spec.ClipNorm ? _spec.ClipNorm / norm : 1;
        Optimizer.Step(_gradients, scale, LearningRate.At(_spec, Step, steps), Step + 1);
        Step++;
        return new(loss, errors, norm, null, adjoint.NoiseRegularizer);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (Adjoint adjoint in _adjoints.Values)
        {
            adjoint.Dispose();
        }

        Optimizer.Dispose();
        _gradients.ForEach(gradient => gradient.Dispose());
    }

    private Adjoint AdjointFor(int batch)
    {
        if (!_adjoints.TryGetValue(batch, out Adjoint? adjoint))
        {
            _adjoints[batch] = adjoint = new(_network, batch, _gradients, _spec.NoiseRegularizer);
        }

        return adjoint;
    }

    private double GradientNorm()
    {
        double sum = 0;
        foreach (Tensor gradient in _gradients)
        {
            if (Matrix.Fits(gradient))
            {
                sum += SquareSum.Of(Matrix.Of(gradient));
                continue;
            }

            using Tensor flat = gradient.view(-1);
            using Tensor dot = flat.dot(flat);
            using Tensor square = dot.to(float64);
            sum += square.item<double>();
        }

        return Math.Sqrt(sum);
    }
}
