using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Measures transients: reactivity, maximal amplification and its layer, the layer of return, and the layer of convergence.
/// </summary>
/// <remarks>
/// Amplification is that of the worst small perturbation of the input, the largest singular value of ∂x(t)/∂x(0) =
/// (a I + M(t)) … (a I + M(1)) and of ∂y(t)/∂x(0) = M(t) ∂x(t-1)/∂x(0), M(t) = diag(f'(z(t))) W_t. The products are formed whole
/// (N³ a layer and sample, less than the many products with vectors that norms at every layer would take without them) and scaled as they
/// go; their norms come from bidiagonalisation (<see cref="LargestSingularValues"/>) that starts at the vectors of the layer before. In a residual network x keeps what y has once added, so perturbations of x seldom return; those of y may.
/// The words are those of M. G. Neubert, H. Caswell, "Alternatives to resilience for measuring the responses of ecological systems to
/// perturbations", Ecology 78 (1997) 653-665, as in DynamicalSystems.jl.
/// </remarks>
public static class TransientMeasures
{
    private const int MostSteps = 48;
    private const double Tolerance = 1e-4, Fresh = 0.05;

    /// <summary>Measures them.</summary>
    /// <param name="map">The network.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="depth">The deep layer, up to which convergence is looked for.</param>
    /// <param name="options">Tolerance and counts.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <exception cref="ArgumentException">A value is not finite, or the network has other than shared weights and too few layers.</exception>
    public static TransientResult Measure(
        IDenseMap map, Tensor x0, int depth, TransientOptions options, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        FiniteStates.Require(x0, nameof(x0));
        if (Math.Max(depth, options.AmplificationLayers) > map.Depth && !map.IsAutonomous)
        {
            throw new ArgumentException($"The network has {map.Depth} layers of different weights; only shared weights go on past them.", nameof(depth));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int samples = (int)x0.shape[0], followed = Math.Min(options.AmplificationSamples, samples);
        int?[] convergence = Convergence(map, x0, depth, options.ConvergenceTolerance, share => progress?.Invoke(0.4 * share), cancellation);
        int[] chosen = [.. Enumerable.Range(0, followed).Select(i => (int)((long)i * samples / followed))];
        Growth[] growth = new Growth[followed];
        for (int s = 0; s < followed; s++)
        {
            growth[s] = Follow(map, x0.narrow(0, chosen[s], 1), options.AmplificationLayers, share => progress?.Invoke(0.4 + (0.6 * (s + share) / followed)), cancellation);
        }

        return new()
        {
            Depth = depth,
            TrainedDepth = map.Depth,
            Samples = samples,
            Options = options,
            ConvergenceLayer = convergence,
            AmplificationSamples = chosen,
            MapReactivity = [.. growth.Select(one => one.State[0])],
            FlowReactivity = [.. growth.Select(one => one.FlowReactivity)],
            AmplificationError = growth.Max(one => one.Error),
            StateAmplification = [.. growth.Select(one => one.State)],
            ResidualAmplification = [.. growth.Select(one => one.Residual)],
            MaximalAmplification = [.. growth.Select(one => Math.Max(0, one.State.Max()))],
            MaximalAmplificationLayer = [.. growth.Select(one => StatePeak(one))],
            ResidualPeakLayer = [.. growth.Select(one => ResidualPeak(one))],
            StateReturnLayer = [.. growth.Select(one => Return(one.State, StatePeak(one), 0))],
            ResidualReturnLayer = [.. growth.Select(one => Return(one.Residual, ResidualPeak(one), one.Residual[0]))],
        };

        static int StatePeak(Growth one) => one.State.Max() is var most && most > 0 ? Array.IndexOf(one.State, most) + 1 : 0;

        static int ResidualPeak(Growth one) => Array.IndexOf(one.Residual, one.Residual.Max()) + 1;

        static int? Return(double[] values, int peak, double below) =>
            Array.FindIndex(values, peak, value => value < below) is int index and >= 0 ? index + 1 : null;
    }

    private sealed record Growth(double[] State, double[] Residual, double FlowReactivity, double Error);

    private static int?[] Convergence(IDenseMap map, Tensor x0, int depth, double tolerance, Action<double> progress, CancellationToken cancellation)
    {
        int[] lastMoving = new int[x0.shape[0]]; // the last layer with a larger change
        Tensor state = x0.alias();
        Tensor? previous = null;
        for (int t = 1; t <= depth; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope layer = NewDisposeScope();
            LayerStep step = map.Step(state, t);
            if (previous is null)
            {
                Array.Fill(lastMoving, 1); // there is no change to the first
            }
            else
            {
                double[] change = (step.Residual - previous).abs_().mean([1]).to(float64).cpu().data<double>().ToArray();
                for (int i = 0; i < change.Length; i++)
                {
                    lastMoving[i] = change[i] <= tolerance ? lastMoving[i] : t;
                }
            }

            state.Dispose();
            previous?.Dispose();
            (state, previous) = (step.State.MoveToOuterDisposeScope(), step.Residual.MoveToOuterDisposeScope());
            progress(t / (double)depth);
        }

        state.Dispose();
        previous?.Dispose();
        // What has been quiet for a few layers only, at the end, may well move again.
        return [.. lastMoving.Select(last => last + Math.Max(1, depth / 10) <= depth ? last + 1 : (int?)null)];
    }

    private static Growth Follow(IDenseMap map, Tensor x0, int layers, Action<double> progress, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        long n = x0.shape[1];
        using Generator generator = new(1, x0.device);
        int operators = map.Carry == 0 ? 1 : 2; // ∂y(t)/∂x(0), and ∂x(t)/∂x(0) where it is another
        Tensor right = randn([operators, n], float64, x0.device, generator: generator);
        double[] ofState = new double[layers], ofResidual = new double[layers];
        double reactivity = double.NaN, error = 0, scale = 0; // ∂x(t)/∂x(0) is the product times exp(scale)
        Tensor state = x0.alias(), product = eye(n, dtype: x0.dtype, device: x0.device);
        for (int t = 1; t <= layers; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope layer = NewDisposeScope();
            LayerStep step = map.Step(state, t);
            Tensor jacobian = map.Derivative(step.PreActivation, step.Residual).transpose(0, 1) * map.Layer(t).Weight.detach(); // M(t), [N,N]
            reactivity = t == 1 ? LargestGrowthRate(jacobian, map.Carry - 1) : reactivity;
            Tensor ofY = t == 1 ? jacobian : jacobian.mm(product), ofX = map.Carry == 0 ? ofY.alias() : ofY.Add(product, map.Carry);
            (double[] norms, double bound, Tensor nextRight) = Norms(operators == 1 ? [ofY] : [ofY, ofX], right, generator);
            (double residualNorm, double norm) = (norms[0], norms[^1]);
            error = Math.Max(error, bound);
            (ofResidual[t - 1], ofState[t - 1]) = (scale + Math.Log(residualNorm), scale + Math.Log(norm));
            Tensor next = norm > 0 ? ofX.Div(norm) : ofX.alias();
            scale += norm > 0 ? Math.Log(norm) : 0;
            foreach (Tensor old in new[] { state, product, right })
            {
                old.Dispose();
            }

            (state, product, right) = (step.State.MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope(), nextRight.MoveToOuterDisposeScope());
            progress(t / (double)layers);
        }

        return new(ofState, ofResidual, reactivity, error);
    }

    // The largest eigenvalue of the symmetric part of M + shift I.
    private static double LargestGrowthRate(Tensor jacobian, double shift)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = jacobian.to(float64);
        return linalg.eigvalsh(wide.Add(wide.t()).Div(2)).max().item<double>() + shift;
    }

    // The largest singular value of each matrix, a bound on their relative errors, and the right vectors, near which those of the next layer are.
    private static (double[] Norms, double Error, Tensor Right) Norms(Tensor[] matrices, Tensor right, Generator generator)
    {
        using DisposeScope scope = NewDisposeScope();
        int size = (int)right.shape[1];
        Tensor fresh = randn(right.shape, float64, right.device, generator: generator).Mul(Fresh / Math.Sqrt(size)); // a vector that the last ones lack
        (Tensor values, Tensor errors, Tensor vectors) = LargestSingularValues.Find(
            rows => Apply(rows, matrix => matrix), rows => Apply(rows, matrix => matrix.t()), matrices.Length, size, 1, Math.Min(MostSteps, size), generator,
            right.Add(fresh), Tolerance);
        double[] norms = values.flatten().cpu().data<double>().ToArray(), bounds = errors.flatten().cpu().data<double>().ToArray();
        return (norms, norms.Zip(bounds).Max(pair => pair.First > 0 ? pair.Second / pair.First : 0), vectors.MoveToOuterDisposeScope());

        Tensor Apply(Tensor rows, Func<Tensor, Tensor> view) =>
            stack([.. matrices.Select((matrix, i) => view(matrix).mv(rows[i].to(matrix.dtype)).to(float64))]);
    }
}
