using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// A ridge classifier: W and c minimise Σ ‖W v + c - e_class‖² + λ s ‖W‖² over samples with features v, e the one-hot class; the
/// largest output wins. s is the mean diagonal entry of the matrix solved, so that λ does not depend on the features' scale.
/// </summary>
/// <remarks>
/// Features come in blocks [B,N_1], [B,N_2], … side by side, which are never joined: with D = Σ N_k features and B samples the exact
/// solution comes from the D × D matrix of products of features, or, where B is less than D, from the B × B one of samples, in float64.
/// It is not a logistic regression: it fits targets 0 and 1, and tends to err more where classes are many and unequal.
/// Source: Hoerl and Kennard 1970; Saunders, Gammerman and Vovk 1998 for the dual form.
/// </remarks>
public sealed class LinearProbe : IDisposable
{
    private const int Strip = 256;

    private readonly Tensor[] _weights; // of each block, [N_k,C]
    private readonly Tensor _offset;    // [C]

    private LinearProbe(Tensor[] weights, Tensor offset, double penalty) => (_weights, _offset, Penalty) = (weights, offset, penalty);

    /// <summary>The λ's to choose from.</summary>
    public static IReadOnlyList<double> Penalties { get; } = [1e-4, 1e-3, 1e-2, 1e-1, 1];

    /// <summary>λ.</summary>
    public double Penalty { get; }

    /// <summary>Fits on four fifths of the samples, with the λ of <see cref="Penalties"/> that is most accurate on every fifth one.</summary>
    /// <param name="blocks">Features, each [B,N_k]; not changed.</param>
    /// <param name="classes">The class of each sample, [B]; those of a class must not all be fifth ones.</param>
    /// <param name="count">C, the classes.</param>
    /// <param name="cancellation">Ends it between products and systems.</param>
    /// <exception cref="ArgumentException">Sizes do not agree, a feature is not finite, or there are fewer than 5 samples.</exception>
    public static LinearProbe Fit(IReadOnlyList<Tensor> blocks, IReadOnlyList<int> classes, int count, CancellationToken cancellation = default)
    {
        Check(blocks, classes);
        if (classes.Count < 5)
        {
            throw new ArgumentException($"To choose the penalty on every fifth sample takes 5 or more; there are {classes.Count}.", nameof(classes));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        long[] held = [.. Rows(fifth: true)], kept = [.. Rows(fifth: false)];
        Tensor heldRows = tensor(held, device: blocks[0].device), keptRows = tensor(kept, device: blocks[0].device);
        Tensor[] fitted = [.. blocks.Select(block => block.index_select(0, keptRows))], tried = [.. blocks.Select(block => block.index_select(0, heldRows))];
        LinearProbe all = Fits(fitted, [.. kept.Select(row => classes[(int)row])], count, Penalties, cancellation);
        Tensor outputs = all.Outputs(tried).view(held.Length, Penalties.Count, count); // [held,P,C]
        Tensor right = Decision.Classes(outputs).eq(tensor(held.Select(row => (long)classes[(int)row]).ToArray(), device: blocks[0].device).unsqueeze(1));
        long[] rights = right.sum([0L]).cpu().data<long>().ToArray();
        int best = Array.IndexOf(rights, rights.Max()); // of those as accurate, the least λ
        return all.Of(best, count, Penalties[best]).Leave();

        IEnumerable<long> Rows(bool fifth) => Enumerable.Range(0, classes.Count).Where(i => (i % 5 == 4) == fifth).Select(i => (long)i);
    }

    /// <summary>Fits with a given λ.</summary>
    /// <param name="blocks">Features, each [B,N_k]; not changed.</param>
    /// <param name="classes">The class of each sample, [B].</param>
    /// <param name="count">C, the classes.</param>
    /// <param name="penalty">λ, above 0.</param>
    /// <param name="cancellation">Ends it between products.</param>
    /// <exception cref="ArgumentException">Sizes do not agree, a feature is not finite, or λ is not above 0.</exception>
    public static LinearProbe Fit(
        IReadOnlyList<Tensor> blocks, IReadOnlyList<int> classes, int count, double penalty, CancellationToken cancellation = default)
    {
        Check(blocks, classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(penalty);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Fits(blocks, classes, count, [penalty], cancellation).Leave();
    }

    /// <summary>W v + c for each sample, a new tensor [B,C] of float64.</summary>
    /// <param name="blocks">Features as they were fitted.</param>
    public Tensor Outputs(IReadOnlyList<Tensor> blocks)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor outputs = _offset.expand(blocks[0].shape[0], _offset.shape[0]).clone();
        for (int k = 0; k < blocks.Count; k++)
        {
            using Tensor features = blocks[k].to(float64);
            outputs.addmm_(features, _weights[k], 1, 1);
        }

        return outputs.MoveToOuterDisposeScope();
    }

    /// <summary>The class with the largest output of each sample, [B].</summary>
    /// <param name="blocks">Features as they were fitted.</param>
    public int[] Predict(IReadOnlyList<Tensor> blocks)
    {
        using Tensor outputs = Outputs(blocks);
        return Decision.Of(outputs);
    }

    /// <summary>The share of samples whose class has the largest output.</summary>
    public double Accuracy(IReadOnlyList<Tensor> blocks, IReadOnlyList<int> classes)
    {
        Check(blocks, classes);
        int[] predicted = Predict(blocks);
        return (double)predicted.Where((predictedClass, i) => predictedClass == classes[i]).Count() / predicted.Length;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (Tensor tensor in _weights.Append(_offset))
        {
            tensor.Dispose();
        }
    }

    private LinearProbe Leave()
    {
        foreach (Tensor tensor in _weights.Append(_offset))
        {
            tensor.MoveToOuterDisposeScope();
        }

        return this;
    }

    // The k-th of probes side by side.
    private LinearProbe Of(int k, int count, double penalty) => new(
        [.. _weights.Select(weight => weight.narrow(1, k * count, count).clone())],
        _offset.narrow(0, k * count, count).clone(),
        penalty);

    // Probes of all penalties side by side, as one of P C outputs: features are centred, and multiplied by what was solved, once for all.
    private static LinearProbe Fits(
        IReadOnlyList<Tensor> blocks, IReadOnlyList<int> classes, int count, IReadOnlyList<double> penalties, CancellationToken cancellation)
    {
        int samples = classes.Count;
        bool dual = samples < blocks.Sum(block => block.shape[1]);
        Tensor[] means = [.. blocks.Select(block => block.to(float64).mean([0]))];
        Tensor targets = nn.functional.one_hot(tensor(classes.Select(c => (long)c).ToArray(), device: blocks[0].device), count).to(float64);
        Tensor offset = targets.mean([0]), centred = targets - offset; // [C], [B,C]
        Tensor matrix, right; // of the matrix, the lower triangle
        if (dual)
        {
            (matrix, right) = (zeros([samples, samples], float64, blocks[0].device), centred);
            foreach ((Tensor block, Tensor mean) in blocks.Zip(means))
            {
                using Tensor wide = block.to(float64), features = wide - mean;
                AddProducts(matrix, features, cancellation);
            }
        }
        else
        {
            Tensor features = cat([.. blocks.Select((block, k) => block.to(float64) - means[k])], 1), transposed = features.t();
            (matrix, right) = (zeros([transposed.shape[0], transposed.shape[0]], float64, blocks[0].device), transposed.mm(centred));
            AddProducts(matrix, transposed, cancellation);
        }

        double size = matrix.diagonal().mean().item<double>(), scale = size > 0 ? size : 1; // features without variance: any will do
        List<Tensor> solutions = [];
        foreach (double penalty in penalties)
        {
            cancellation.ThrowIfCancellationRequested();
            using Tensor damped = matrix.clone(), diagonal = damped.diagonal();
            diagonal.Add_(penalty * scale);
            using Tensor factor = linalg.cholesky(damped);
            solutions.Add(cholesky_solve(right, factor)); // [B,C] or [D,C]
        }

        Tensor solution = cat(solutions, 1); // [B,P C] or [D,P C]
        Tensor[] weights = dual
            ? [.. blocks.Select((block, k) => WeightsOf(block, means[k], solution, cancellation))]
            : solution.split([.. blocks.Select(block => block.shape[1])], 0);
        Tensor all = offset.repeat(penalties.Count); // W (v - mean) + c is W v + (c - W mean)
        foreach ((Tensor mean, Tensor weight) in means.Zip(weights))
        {
            all.sub_(weight.t().mv(mean));
        }

        return new(weights, all, penalties[0]);
    }

    // Adds the products of pairs of rows to the lower triangle, strip by strip: a Cholesky decomposition reads no more.
    private static void AddProducts(Tensor lower, Tensor rows, CancellationToken cancellation)
    {
        long count = rows.shape[0];
        for (long first = 0; first < count; first += Strip)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            long end = Math.Min(count, first + Strip);
            lower.slice(0, first, end, 1).slice(1, 0, end, 1).addmm_(rows.slice(0, first, end, 1), rows.slice(0, 0, end, 1).t(), 1, 1);
        }
    }

    private static Tensor WeightsOf(Tensor block, Tensor mean, Tensor solution, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using DisposeScope scope = NewDisposeScope();
        return (block.to(float64) - mean).t().mm(solution).MoveToOuterDisposeScope();
    }

    private static void Check(IReadOnlyList<Tensor> blocks, IReadOnlyList<int> classes)
    {
        foreach (Tensor block in blocks)
        {
            using DisposeScope scope = NewDisposeScope();
            if (block.dim() != 2 || block.shape[0] != classes.Count)
            {
                throw new ArgumentException($"There are {classes.Count} classes, but features [{string.Join(", ", block.shape)}]; give one row a sample.", nameof(blocks));
            }

            if (!block.isfinite().all().item<bool>())
            {
                throw new ArgumentException("Some features are not finite; leave those samples out.", nameof(blocks));
            }
        }
    }
}
