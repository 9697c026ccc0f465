using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Pruning;

/// <summary>
/// Fits the classifier alone, layers frozen: multinomial logistic regression on states x, minimising the mean cross-entropy of
/// softmax(K x + c) plus λ/2 (‖K - K₀‖² + ‖c - c₀‖²) from K₀, c₀.
/// </summary>
/// <remarks>
/// L-BFGS with all samples in each pass and backtracking, in float64: deterministic, and no pass makes the objective larger. The penalty is
/// 0 at the start, so the loss on the samples never ends above that of K₀, c₀. Source: Nocedal and Wright, Numerical Optimization, 2006, alg. 7.4.
/// </remarks>
public static class ClassifierRefit
{
    private const int Memory = 10;
    private const double Descent = 1e-4, Settled = 1e-9;

    /// <summary>Fits it.</summary>
    /// <param name="states">x, [B,N].</param>
    /// <param name="labels">Classes, int64 [B].</param>
    /// <param name="classifier">K₀, [C,N]; not changed.</param>
    /// <param name="classifierBias">c₀, [C]; null where there is none, and then none is fitted.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it between passes.</param>
    /// <exception cref="ArgumentException">There are no samples, or a state is not finite.</exception>
    public static RefittedClassifier Fit(
        Tensor states, Tensor labels, Tensor classifier, Tensor? classifierBias, RefitOptions options, CancellationToken cancellation = default)
    {
        if (states.shape[0] == 0)
        {
            throw new ArgumentException("A classifier is fitted on one sample or more.", nameof(states));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor x = states.to(float64);
        if (!x.isfinite().all().item<bool>())
        {
            throw new ArgumentException("Some states are not finite, so no classifier can be fitted on them.", nameof(states));
        }

        x = classifierBias is null ? x : cat([x, ones([x.shape[0], 1], float64, x.device)], 1); // [B,N+1]
        Tensor start = classifier.to(float64);
        start = classifierBias is null ? start : cat([start, classifierBias.to(float64).unsqueeze(1)], 1); // [C,N+1]
        Tensor targets = nn.functional.one_hot(labels, classifier.shape[0]).to(float64); // [B,C]

        Tensor at = start.clone();
        (double value, double loss, Tensor gradient) = Objective(at);
        double before = loss;
        List<(Tensor Step, Tensor Change)> history = [];
        int passes = 1;
        while (passes < options.Passes)
        {
            Tensor direction = Direction(gradient, history);
            double slope = Dot(gradient, direction);
            if (!(slope < -Settled))
            {
                break;
            }

            double length = history.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(Dot(gradient, gradient))) : 1;
            (double Value, double Loss, Tensor Gradient)? next = null;
            for (; passes < options.Passes; length /= 2)
            {
                cancellation.ThrowIfCancellationRequested();
                (double Value, double Loss, Tensor Gradient) tried = Objective(at.Add(direction.Mul(length)));
                passes++;
                if (tried.Value <= value + (Descent * length * slope))
                {
                    next = tried;
                    break;
                }

                tried.Gradient.Dispose();
            }

            if (next is not { } better)
            {
                break;
            }

            Tensor step = direction.Mul(length), change = better.Gradient - gradient;
            if (Dot(step, change) > 0)
            {
                history.Add((step, change));
                if (history.Count > Memory)
                {
                    history[0].Step.Dispose();
                    history[0].Change.Dispose();
                    history.RemoveAt(0);
                }
            }

            at = at.Add(step);
            (value, loss, gradient) = better;
        }

        Tensor weight = at.narrow(1, 0, classifier.shape[1]).to(classifier.dtype, copy: true).contiguous();
        Tensor? bias = classifierBias is null ? null : at.select(1, classifier.shape[1]).to(classifier.dtype, copy: true).contiguous();
        return new(weight.MoveToOuterDisposeScope(), bias?.MoveToOuterDisposeScope(), before, loss, passes);

        (double Value, double Loss, Tensor Gradient) Objective(Tensor parameters)
        {
            using DisposeScope inner = NewDisposeScope();
            Tensor logits = x.mm(parameters.t()), away = parameters - start;
            double mean = nn.functional.cross_entropy(logits, labels).item<double>();
            Tensor slope = (logits.softmax(1) - targets).t().mm(x).Div_(x.shape[0]).Add_(away, alpha: options.Penalty);
            return (mean + (options.Penalty / 2 * Dot(away, away)), mean, slope.MoveToOuterDisposeScope());
        }
    }

    // Two loops over the last steps: an inverse Hessian times the gradient, without either matrix.
    private static Tensor Direction(Tensor gradient, List<(Tensor Step, Tensor Change)> history)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor q = gradient.clone();
        double[] weights = new double[history.Count];
        for (int i = history.Count - 1; i >= 0; i--)
        {
            (Tensor step, Tensor change) = history[i];
            weights[i] = Dot(step, q) / Dot(step, change);
            q.Add_(change, alpha: -weights[i]);
        }

        if (history.Count > 0)
        {
            (Tensor step, Tensor change) = history[^1];
            q.Mul_(Dot(step, change) / Dot(change, change));
        }

        for (int i = 0; i < history.Count; i++)
        {
            (Tensor step, Tensor change) = history[i];
            q.Add_(step, alpha: weights[i] - (Dot(change, q) / Dot(step, change)));
        }

        return q.neg().MoveToOuterDisposeScope();
    }

    private static double Dot(Tensor a, Tensor b)
    {
        using DisposeScope scope = NewDisposeScope();
        return (a * b).sum().item<double>();
    }
}
