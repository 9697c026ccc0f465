using System.Diagnostics;
using Residua.Data;
using Residua.Networks;
using static TorchSharp.torch;

namespace Residua.Training;

/// <summary>One call of the trainer: the loop over epochs and steps, with the buffers that live as long as it.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly LayeredNetwork _network;
    private readonly ImageSet _train, _test;
    private readonly ImageSet? _validation;
    private readonly TrainingSpec _spec;
    private readonly int _seed;
    private readonly ITrainingObserver _observer;
    private readonly TrainingStep _step;
    private readonly int _stepsPerEpoch;
    private readonly long _steps;

    private int _epoch, _stepInEpoch;
    private long _errorSum, _seen;
    private double _lossSum, _largestNorm, _seconds, _lastTestError = double.NaN;

    public TrainingSession(
        LayeredNetwork network, ImageSet train, ImageSet test, ImageSet? validation, TrainingSpec spec, int seed, ITrainingObserver observer)
    {
        (_network, _train, _test, _validation, _spec, _seed, _observer) = (network, train, test, validation, spec, seed, observer);
        _step = new(network, spec);
        _stepsPerEpoch = (train.Count + spec.Batch - 1) / spec.Batch;
        _steps = (long)_stepsPerEpoch * spec.Epochs;
    }

    public void Run(Checkpoint? resume, CancellationToken cancellation)
    {
        if (resume is not null)
        {
            Load(resume);
        }
        else
        {
            Evaluate(epoch: 0, seconds: 0);
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

            Evaluate(_epoch + 1, _seconds); // to the end: an epoch that is trained is also measured
            _epoch++;
            (_stepInEpoch, _lossSum, _errorSum, _seen, _largestNorm, _seconds) = (0, 0, 0, 0, 0, 0);
            HandOver();
        }
    }

    public void Dispose() => _step.Dispose();

    private int Step(ReadOnlySpan<int> images)
    {
        using (Tensor pixels = ImageTensors.Pixels(_train, images, _network.Type, _network.Device))
        {
            _network.EmbedInto(pixels, _step.Input(images.Length));
        }

        using Tensor labels = ImageTensors.Labels(_train, images, _network.Device);
        StepOutcome outcome = _step.Run(labels, _steps);
        if (outcome.DivergedAtLayer is { } layer)
        {
            string what = double.IsFinite(outcome.LossSum) ? "the gradient is not finite" : "the loss is not finite";
            throw new DivergedException(_step.Step + 1, _epoch + 1, layer, what);
        }

        _lossSum += outcome.LossSum;
        _errorSum += outcome.Errors;
        _seen += images.Length;
        _largestNorm = Math.Max(_largestNorm, outcome.GradientNorm);
        return images.Length;
    }

    private void Evaluate(int epoch, double seconds)
    {
        Evaluation test = Evaluation.Measure(_network, _test);
        Evaluation? validation = _validation is null ? null : Evaluation.Measure(_network, _validation);
        _lastTestError = test.Error;
        _observer.OnEpoch(new()
        {
            Epoch = epoch,
            Step = _step.Step,
            TrainLoss = _seen > 0 ? _lossSum / _seen : double.NaN,
            TrainError = _seen > 0 ? (double)_errorSum / _seen : double.NaN,
            ValidationLoss = validation?.Loss,
            ValidationError = validation?.Error,
            TestLoss = test.Loss,
            TestError = test.Error,
            LargestGradientNorm = _largestNorm,
            LearningRate = epoch > 0 ? LearningRate.At(_spec, _step.Step - 1, _steps) : 0,
            TrainSeconds = seconds,
            SamplesPerSecond = seconds > 0 ? _seen / seconds : 0,
        });
    }

    private void HandOver() => _observer.OnCheckpoint(new(
        new()
        {
            Epoch = _epoch,
            StepInEpoch = _stepInEpoch,
            Step = _step.Step,
            LossSum = _lossSum,
            ErrorSum = _errorSum,
            Seen = _seen,
            LargestGradientNorm = _largestNorm,
            Seconds = _seconds,
            LastTestError = _lastTestError,
        },
        _network.Parameters.All.Concat(_step.Optimizer.State).ToDictionary(pair => pair.Key, pair => pair.Value)));

    private void Load(Checkpoint resume)
    {
        foreach ((string name, Tensor own) in _network.Parameters.All)
        {
            own.copy_(resume.Tensors[name]);
        }

        _step.Optimizer.Load(resume.Tensors);
        TrainingPosition at = resume.Position;
        (_epoch, _stepInEpoch, _step.Step) = (at.Epoch, at.StepInEpoch, at.Step);
        (_lossSum, _errorSum, _seen, _largestNorm, _seconds, _lastTestError) =
            (at.LossSum, at.ErrorSum, at.Seen, at.LargestGradientNorm, at.Seconds, at.LastTestError);
    }
}
