using System.Diagnostics;
using Residua.Data;
using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using static TorchSharp.torch;

namespace Residua.Training;

/// <summary>One call of the trainer: the loop over epochs and steps, with the buffers that live as long as it. Owns the network until it is taken.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly ImageSet _train, _test;
    private readonly ImageSet? _validation;
    private readonly TrainingSpec _spec;
    private readonly int _seed;
    private readonly ITrainingObserver _observer;
    private readonly int _stepsPerEpoch;
    private readonly long _steps;
    private readonly AdaptiveDepth? _depth;
    private readonly InputNoise _noise;

    private LayeredNetwork? _network;
    private TrainingStep _step;
    private int _epoch, _stepInEpoch;
    private long _errorSum, _seen;
    private double _lossSum, _noiseSum, _largestNorm, _seconds, _lastTestError = double.NaN;

    public TrainingSession(
        LayeredNetwork network, ImageSet train, ImageSet test, ImageSet? validation, TrainingSpec spec, int seed, ITrainingObserver observer)
    {
        (_network, _train, _test, _validation, _spec, _seed, _observer) = (network, train, test, validation, spec, seed, observer);
        _step = new(network, spec);
        _stepsPerEpoch = (train.Count + spec.Batch - 1) / spec.Batch;
        _steps = (long)_stepsPerEpoch * spec.Epochs;
        _depth = spec.AdaptiveDepth is { } rule ? new(rule, network.Layout, train, seed) : null;
        _noise = new() { Seed = unchecked((int)Seeds.Derive(seed, "noise-regularizer")) };
    }

    /// <summary>The network as it is trained now.</summary>
    private LayeredNetwork Network => _network!;

    /// <summary>Hands the network over; the session can do no more.</summary>
    public LayeredNetwork TakeNetwork()
    {
        LayeredNetwork network = Network;
        _network = null;
        return network;
    }

    /// <summary>Hands over the checkpoint of epoch 0, before any step.</summary>
    public void Begin()
    {
        EndEpoch(epoch: 0, seconds: 0);
        HandOver();
    }

    public void Run(Checkpoint? resume, CancellationToken cancellation)
    {
        if (resume is not null)
        {
            Load(resume);
        }
        else
        {
            EndEpoch(epoch: 0, seconds: 0);
        }

        long stepsBefore = _step.Step, seen = 0;
        Stopwatch clock = Stopwatch.StartNew();
        while (_epoch < _spec.Epochs)
        {
            int[] order = BatchOrder.Of(_train.Count, _seed, _epoch);
            for (; _stepInEpoch < _stepsPerEpoch; _stepInEpoch++)
            {
                if (cancellation.IsCancellationRequested)
                {
                    HandOver();
                    throw new OperationCanceledException(cancellation);
                }

                long begin = Stopwatch.GetTimestamp();
                int first = _stepInEpoch * _spec.Batch;
                seen += Step(order.AsSpan(first, Math.Min(_spec.Batch, order.Length - first)));
                _seconds += Stopwatch.GetElapsedTime(begin).TotalSeconds;
                double rate = clock.Elapsed.TotalSeconds / (_step.Step - stepsBefore);
                _observer.OnStep(new(
                    _epoch + 1, _spec.Epochs, _step.Step, _steps, _lossSum / _seen, _lastTestError, seen / clock.Elapsed.TotalSeconds,
                    TimeSpan.FromSeconds(rate * (_steps - _step.Step))));
            }

            EndEpoch(_epoch + 1, _seconds); // to the end: an epoch that is trained is also measured
            _epoch++;
            (_stepInEpoch, _lossSum, _noiseSum, _errorSum, _seen, _largestNorm, _seconds) = (0, 0, 0, 0, 0, 0, 0);
            HandOver();
        }
    }

    public void Dispose()
    {
        _step.Dispose();
        _depth?.Dispose();
        _network?.Dispose();
    }

    private int Step(ReadOnlySpan<int> images)
    {
        using (Tensor pixels = ImageTensors.Pixels(_train, images, Network.Type, Network.Device))
        {
            Network.EmbedInto(pixels, _step.Input(images.Length));
            if (_step.NoisyInput(images.Length) is { } noisyInput)
            {
                using Tensor unit = _noise.Draw(pixels, checked((int)_step.Step)); // another realisation each step, whatever came before
                using Tensor noisy = pixels.Add(unit, alpha: _spec.NoiseRegularizer!.Amplitude);
                Network.EmbedInto(noisy, noisyInput);
            }
        }

        using Tensor labels = ImageTensors.Labels(_train, images, Network.Device);
        StepOutcome outcome = _step.Run(labels, _steps);
        if (outcome.DivergedAtLayer is { } layer)
        {
            string what = double.IsFinite(outcome.LossSum) ? "the gradient is not finite" : "the loss is not finite";
            throw new DivergedException(_step.Step + 1, _epoch + 1, layer, what);
        }

        _lossSum += outcome.LossSum;
        _noiseSum += (outcome.NoiseRegularizer ?? 0) * images.Length;
        _errorSum += outcome.Errors;
        _seen += images.Length;
        _largestNorm = Math.Max(_largestNorm, outcome.GradientNorm);
        return images.Length;
    }

    private void EndEpoch(int epoch, double seconds)
    {
        EpochErrors errors = Measure();
        DepthRecord? depth = epoch > 0 ? _depth?.Adapt(Network, _step.Optimizer, ref errors, isLast: epoch == _spec.Epochs, Replace) : null;
        _lastTestError = errors.Test.Error;
        _observer.OnEpoch(new()
        {
            Epoch = epoch,
            Step = _step.Step,
            TrainLoss = _seen > 0 ? _lossSum / _seen : double.NaN,
            NoiseRegularizer = _seen > 0 && _spec.NoiseRegularizer is { Strength: > 0 } ? _noiseSum / _seen : null,
            TrainError = _seen > 0 ? (double)_errorSum / _seen : double.NaN,
            ValidationLoss = errors.Validation?.Loss,
            ValidationError = errors.Validation?.Error,
            TestLoss = errors.Test.Loss,
            TestError = errors.Test.Error,
            LargestGradientNorm = _largestNorm,
            LearningRate = epoch > 0 ? LearningRate.At(_spec, _step.Step - 1, _steps) : 0,
            TrainSeconds = seconds,
            SamplesPerSecond = seconds > 0 ? _seen / seconds : 0,
            Depth = depth,
        });
    }

    private EpochErrors Measure() => new(Evaluation.Measure(Network, _test), _validation is null ? null : Evaluation.Measure(Network, _validation));

    // Goes on with another network and optimiser state; the step's number, and so the schedule, stays.
    private EpochErrors Replace(LayeredNetwork network, IReadOnlyDictionary<string, Tensor> optimizerState)
    {
        Use(network, optimizerState, _step.Step);
        return Measure();
    }

    private void Use(LayeredNetwork network, IReadOnlyDictionary<string, Tensor> optimizerState, long stepsTaken)
    {
        TrainingStep step = new(network, _spec) { Step = stepsTaken };
        step.Optimizer.Load(optimizerState); // copies: the state may be that of the step which goes
        _step.Dispose();
        _network?.Dispose();
        (_step, _network) = (step, network);
    }

    private void HandOver() => _observer.OnCheckpoint(new(
        new()
        {
            Epoch = _epoch,
            StepInEpoch = _stepInEpoch,
            Step = _step.Step,
            LossSum = _lossSum,
            NoiseSum = _noiseSum,
            ErrorSum = _errorSum,
            Seen = _seen,
            LargestGradientNorm = _largestNorm,
            Seconds = _seconds,
            LastTestError = _lastTestError,
            Depth = _depth?.State,
        },
        Network.Spec,
        Network.Parameters.All.Concat(_step.Optimizer.State).Concat(_depth?.Tensors ?? []).ToDictionary(pair => pair.Key, pair => pair.Value)));

    private void Load(Checkpoint resume)
    {
        TrainingPosition at = resume.Position;
        _depth?.Load(resume, Network);
        Use(Network.With(resume.Network, Checkpoint.ParametersOf(resume.Network, resume.Tensors, Network.Device)), resume.Tensors, at.Step);
        (_epoch, _stepInEpoch) = (at.Epoch, at.StepInEpoch);
        (_lossSum, _noiseSum, _errorSum, _seen, _largestNorm, _seconds, _lastTestError) =
            (at.LossSum, at.NoiseSum, at.ErrorSum, at.Seen, at.LargestGradientNorm, at.Seconds, at.LastTestError);
    }
}
