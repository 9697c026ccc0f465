using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Linear centred kernel alignment between layers, of one network or of two over the same samples: with X and Y [B,N] centred
/// over samples, CKA = ‖Yᵀ X‖²_F / (‖Xᵀ X‖_F ‖Yᵀ Y‖_F), in [0,1]. It is 1 for signals that are the same but for a rotation
/// and a factor.
/// </summary>
/// <remarks>
/// <para>
/// Source: Kornblith, Norouzi, Lee, Hinton, Similarity of Neural Network Representations Revisited, ICML 2019. As
/// ‖Yᵀ X‖²_F = ⟨X Xᵀ, Y Yᵀ⟩, L layers take either L(L+1)/2 products [N,B]×[B,N'] or L products [B,N]×[N,B]; the cheaper way
/// is taken, the second in blocks of rows, so that no [B,B] matrix is kept.
/// </para>
/// <para>
/// The estimate is biased towards 1 unless B is well above N: two independent signals of N normal neurons have about N / (B + N).
/// A few directions of large variance dominate it, so a high value does not say that small ones agree.
/// </para>
/// </remarks>
public static class LinearCka
{
    private const int Block = 250;

    /// <summary>Between the trained layers of a network.</summary>
    /// <param name="map">The network.</param>
    /// <param name="x0">Embedded samples, [B,N]; at least two.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="ArgumentException">There are fewer than two samples, or a signal is not finite.</exception>
    public static CkaResult Run(IDepthMap map, Tensor x0, CancellationToken cancellation = default) => Run([(map, x0)], cancellation);

    /// <summary>Between the trained layers of a network, and between them and those of another one.</summary>
    /// <param name="map">The network.</param>
    /// <param name="x0">Embedded samples, [B,N]; at least two.</param>
    /// <param name="other">The other network.</param>
    /// <param name="otherX0">The same samples as embedded for it, [B,N'].</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="ArgumentException">There are fewer than two samples or not as many for both, or a signal is not finite.</exception>
    public static CkaResult Run(IDepthMap map, Tensor x0, IDepthMap other, Tensor otherX0, CancellationToken cancellation = default) =>
        Run([(map, x0), (other, otherX0)], cancellation);

    /// <summary>Linear CKA between each two of several signals of the same samples.</summary>
    /// <param name="signals">Signals, each [B,N_i]; they need not be centred.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>[L,L] row-major; NaN for a signal that does not vary over samples.</returns>
    /// <exception cref="ArgumentException">There are fewer than two samples or not as many in all, or a value is not finite.</exception>
    public static double[] Matrix(IReadOnlyList<Tensor> signals, CancellationToken cancellation = default)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor[] centred = [.. signals.Select(signal => Centre(signal, signals[0].shape[0]))];
        CkaCost cost = CkaCost.Of(centred);
        double[] products = cost.BySamples ? BySamples(centred, cancellation) : ByNeurons(centred, cancellation);
        int count = signals.Count;
        return [.. products.Select((product, i) => product / Math.Sqrt(products[i / count * (count + 1)] * products[i % count * (count + 1)]))];
    }

    /// <summary>⟨X Xᵀ, Y Yᵀ⟩ of all pairs by the products X Xᵀ, of a block of rows of all signals at a time; [L,L].</summary>
    internal static double[] BySamples(IReadOnlyList<Tensor> centred, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        (int count, long samples) = (centred.Count, centred[0].shape[0]);
        Tensor sum = zeros([count, count], float64, centred[0].device);
        for (long start = 0; start < samples; start += Block)
        {
            using DisposeScope inner = NewDisposeScope();
            long rows = Math.Min(Block, samples - start);
            List<Tensor> grams = [];
            foreach (Tensor signal in centred)
            {
                cancellation.ThrowIfCancellationRequested();
                grams.Add(signal.narrow(0, start, rows).mm(signal.t()).flatten()); // [rows·B]
            }

            Tensor block = stack(grams, 0); // [L,rows·B]
            sum.Add_(block.mm(block.t()).to(float64));
        }

        return sum.cpu().data<double>().ToArray();
    }

    /// <summary>‖Yᵀ X‖²_F of all pairs by the products Yᵀ X; [L,L].</summary>
    internal static double[] ByNeurons(IReadOnlyList<Tensor> centred, CancellationToken cancellation)
    {
        int count = centred.Count;
        double[] products = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = NewDisposeScope();
                products[(i * count) + j] = products[(j * count) + i] =
                    centred[i].t().mm(centred[j]).to(float64).Square().sum().item<double>();
            }
        }

        return products;
    }

    private static CkaResult Run((IDepthMap Map, Tensor X0)[] networks, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        int own = networks[0].Map.Depth, other = networks.Length > 1 ? networks[1].Map.Depth : 0;
        List<Tensor> residuals = [], states = [];
        foreach ((IDepthMap map, Tensor x0) in networks)
        {
            using Trajectory trajectory = Rollout.Run(
                map, x0, map.Depth, new() { Signals = Signals.Residual | Signals.State }, cancellation: cancellation);
            // In one type for all, that of the more precise network.
            ScalarType type = networks.Any(network => network.X0.dtype == ScalarType.Float64) ? ScalarType.Float64 : x0.dtype;
            bool same = trajectory[Signals.State].Equals(trajectory[Signals.Residual]); // a perceptron, whose x(t) is y(t)
            for (int t = 0; t < map.Depth; t++)
            {
                residuals.Add(trajectory[Signals.Residual].select(0, t).to(type, copy: true));
                states.Add(same ? residuals[^1] : trajectory[Signals.State].select(0, t).to(type, copy: true));
            }
        }

        bool once = residuals.SequenceEqual(states, ReferenceEqualityComparer.Instance);
        double[] residual = Matrix(residuals, cancellation), state = once ? residual : Matrix(states, cancellation);
        CkaCost cost = CkaCost.Of(residuals);
        double[] Part(double[] all, int from, int to) =>
            [.. Enumerable.Range(0, own).SelectMany(i => all[((i * (own + other)) + from)..((i * (own + other)) + to)])];
        return new()
        {
            Layers = own,
            OtherLayers = other,
            Samples = (int)networks[0].X0.shape[0],
            Residual = Part(residual, 0, own),
            State = Part(state, 0, own),
            CrossResidual = Part(residual, own, own + other),
            CrossState = Part(state, own, own + other),
            BySamples = cost.BySamples,
            Operations = (once ? 1 : 2) * cost.Operations, // residuals and states
        };
    }

    // Centred, and of norm 1, which CKA does not see and float32 likes. A signal whose variation over samples is that of
    // rounding does not vary: it becomes 0, and its CKA not a number.
    private static Tensor Centre(Tensor signal, long samples)
    {
        if (signal.dim() != 2 || signal.shape[0] != samples || samples < 2)
        {
            throw new ArgumentException(
                $"Signals must be [samples, neurons] with the same samples, two or more; [{string.Join(", ", signal.shape)}] stands beside {samples} samples.",
                nameof(signal));
        }

        ClassRows.RequireFinite(signal, "signal");
        using DisposeScope scope = NewDisposeScope();
        Tensor apart = signal - signal.mean([0], true);
        double rounding = signal.dtype == ScalarType.Float64 ? 1e-14 : 1e-6, norm = Norm(apart);
        return (norm <= rounding * Norm(signal) ? zeros_like(apart) : apart.Div(norm)).MoveToOuterDisposeScope();
    }

    private static double Norm(Tensor signal) => signal.to(float64).norm().item<double>();
}
