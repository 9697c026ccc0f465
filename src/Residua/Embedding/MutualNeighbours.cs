using System.Numerics;
using static TorchSharp.torch;

namespace Residua.Embedding;

/// <summary>
/// Nearest other points among points: each pair is multiplied once and offered to both. What a point may still be near to is kept on the way, as those whose distance,
/// with its rounding, could be among the k smallest so far; it is complete once the rows of the point's own block have been seen.
/// </summary>
internal sealed class MutualNeighbours
{
    private const int BlockElements = 1 << 23, Strip = 64, Step = 16, Slack = 8;

    private readonly NeighbourLists _lists;
    private readonly int _k;
    private readonly float[] _values, _squares, _errors;
    private readonly float[] _smallest; // [n,k], ascending
    private readonly float[] _limits;   // [n]: what is above is no candidate
    private readonly List<(float Value, int Index)>?[] _candidates;

    private MutualNeighbours(NeighbourLists lists, float[] values, float[] squares, float[] errors)
    {
        (_lists, _k, _values, _squares, _errors) = (lists, lists.Count, values, squares, errors);
        _smallest = new float[squares.Length * _k];
        _limits = new float[squares.Length];
        Array.Fill(_smallest, float.PositiveInfinity);
        Array.Fill(_limits, float.PositiveInfinity);
        _candidates = new List<(float, int)>?[squares.Length];
    }

    /// <summary>Fills the lists.</summary>
    /// <param name="lists">Receives the neighbours of each point.</param>
    /// <param name="centred">The points less their mean, [n,N] float32.</param>
    /// <param name="products">Of those points; by tiles.</param>
    /// <param name="values">The points as they are, row-major: distances are taken of them.</param>
    /// <param name="squares">The squares of the centred points.</param>
    /// <param name="errors">By how much a distance squared of each point may be wrong.</param>
    /// <param name="parallel">Threads.</param>
    public static void Find(NeighbourLists lists, Tensor centred, PointProducts products, float[] values, float[] squares, float[] errors, ParallelOptions parallel)
    {
        MutualNeighbours found = new(lists, values, squares, errors);
        int n = squares.Length, block = Math.Clamp(BlockElements / n / Step * Step, Step, (n + Step - 1) / Step * Step);
        float[] distances = new float[(long)block * n];
        for (int start = 0; start < n; start += block)
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            int first = start, height = Math.Min(block, n - start), width = n - start, strips = (width - height + Strip - 1) / Strip;
            using Tensor rows = centred.slice(0, first, first + height, 1);
            products.Of(rows, distances, first);
            Parallel.For(0, height, parallel, row => found.OfRow(first + row, first, distances.AsSpan(row * width, width)));
            Parallel.For(0, strips, parallel, strip =>
                found.OfColumns(distances, first, height, width, height + (strip * Strip), Math.Min(width, height + ((strip + 1) * Strip))));
        }
    }

    // The pairs of one point with all from its block on; then its list is complete.
    private void OfRow(int point, int first, ReadOnlySpan<float> row)
    {
        int lanes = Vector<float>.Count, i = 0;
        for (; i <= row.Length - lanes; i += lanes)
        {
            if (Vector.LessThanOrEqualAny(new Vector<float>(row[i..]), new Vector<float>(_limits[point])))
            {
                for (int lane = i; lane < i + lanes; lane++)
                {
                    Offer(point, row[lane], first + lane);
                }
            }
        }

        for (; i < row.Length; i++)
        {
            Offer(point, row[i], first + i);
        }

        Complete(point);
    }

    // The pairs of the block's points with some later ones, seen from those: ‖q‖² takes the place of ‖p‖².
    private void OfColumns(float[] distances, int first, int height, int width, int from, int to)
    {
        int lanes = Vector<float>.Count;
        for (int row = 0; row < height; row++)
        {
            float square = _squares[first + row];
            ReadOnlySpan<float> values = distances.AsSpan(row * width, width);
            int i = from;
            for (; i <= to - lanes; i += lanes)
            {
                Vector<float> seen = new Vector<float>(values[i..]) + (new Vector<float>(square) - new Vector<float>(_squares, first + i));
                if (Vector.LessThanOrEqualAny(seen, new Vector<float>(_limits, first + i)))
                {
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        Offer(first + i + lane, seen[lane], first + row);
                    }
                }
            }

            for (; i < to; i++)
            {
                Offer(first + i, values[i] + (square - _squares[first + i]), first + row);
            }
        }
    }

    private void Offer(int point, float value, int other)
    {
        if (!(value <= _limits[point]) || other == point)
        {
            return;
        }

        List<(float Value, int Index)> candidates = _candidates[point] ??= new(Slack * _k);
        candidates.Add((value, other));
        Span<float> smallest = _smallest.AsSpan(point * _k, _k);
        int at = _k - 1;
        if (value < smallest[at])
        {
            for (; at > 0 && value < smallest[at - 1]; at--)
            {
                smallest[at] = smallest[at - 1];
            }

            smallest[at] = value;
            _limits[point] = smallest[^1] + (2 * _errors[point]);
        }

        if (candidates.Count == candidates.Capacity)
        {
            candidates.RemoveAll(candidate => candidate.Value > _limits[point]);
            if (candidates.Count > candidates.Capacity / 2)
            {
                candidates.Capacity *= 2;
            }
        }
    }

    private void Complete(int point)
    {
        List<(float Value, int Index)> candidates = _candidates[point]!;
        candidates.RemoveAll(candidate => candidate.Value > _limits[point]);
        int dimensions = _values.Length / _squares.Length;
        ReadOnlySpan<float> own = _values.AsSpan(point * dimensions, dimensions);
        for (int i = 0; i < candidates.Count; i++)
        {
            int index = candidates[i].Index;
            candidates[i] = (Neighbours.SquaredDistance(own, _values.AsSpan(index * dimensions, dimensions)), index);
        }

        candidates.Sort();
        for (int j = 0; j < _k; j++)
        {
            _lists.Indices[(point * _k) + j] = candidates[j].Index;
            _lists.Distances[(point * _k) + j] = MathF.Sqrt(candidates[j].Value);
        }

        _candidates[point] = null;
    }
}
