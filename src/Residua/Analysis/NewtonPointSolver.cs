using Residua.Dynamics;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Fixed points y = f(W y + b) of a perceptron by Newton's method, each step halved until ‖f(W y + b) - y‖ falls.</summary>
internal static class NewtonPointSolver
{
    private const int MaximumSteps = 60, Halvings = 12;
    private const double Tolerance = 1e-10, SamePoint = 1e-6;

    /// <summary>The points, all different, and which of them each start led to: -1 where Newton's method did not converge.</summary>
    /// <param name="map">The perceptron.</param>
    /// <param name="weights">The same in float64.</param>
    /// <param name="starts">y to start from, [B,N].</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between steps.</param>
    public static (List<FoundPoint> Points, int[] Of) Solve(
        IDenseMap map, PreActivationMap weights, Tensor starts, Action<double>? progress, CancellationToken cancellation)
    {
        int count = (int)starts.shape[0];
        List<FoundPoint> points = [];
        int[] of = new int[count];
        for (int i = 0; i < count; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            (double[]? y, int steps) = Newton(map, weights, starts[i].unsqueeze(0), cancellation);
            of[i] = y is null ? -1 : points.FindIndex(known => known.Point.Zip(y).All(pair => Math.Abs(pair.First - pair.Second) <= SamePoint));
            if (y is not null && of[i] < 0)
            {
                of[i] = points.Count;
                points.Add(new(y, [.. Enumerable.Repeat(SaturationPattern.Free, y.Length)], steps, i));
            }

            progress?.Invoke((i + 1.0) / count);
        }

        return (points, of);
    }

    /// <summary>f(W y + b) - y, [B,N].</summary>
    public static Tensor Field(PreActivationMap weights, Tensor y)
    {
        using DisposeScope scope = NewDisposeScope();
        return (weights.Residual(weights.Next(y, y)) - y).MoveToOuterDisposeScope(); // a perceptron's next z does not depend on z
    }

    private static (double[]? Point, int Steps) Newton(IDenseMap map, PreActivationMap weights, Tensor y, CancellationToken cancellation)
    {
        long n = y.shape[1];
        Tensor identity = eye(n, n, float64, y.device), field = Field(weights, y);
        double size = field.norm().item<double>();
        for (int step = 0; step < MaximumSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (field.abs().max().item<double>() <= Tolerance)
            {
                return (y.flatten().cpu().data<double>().ToArray(), step);
            }

            using DisposeScope scope = NewDisposeScope();
            Tensor z = weights.Next(y, y), slope = map.Derivative(z, map.Activate(z));
            (Tensor direction, Tensor info) = linalg.solve_ex(identity - slope.t() * weights.Weight, field.t());
            if (info.item<int>() != 0)
            {
                return (null, step);
            }

            double share = 1, nextSize = double.NaN;
            Tensor next = y, nextField = field;
            for (int halving = 0; halving <= Halvings; halving++, share /= 2)
            {
                next = y.Add(direction.t().Mul(share));
                nextField = Field(weights, next);
                nextSize = nextField.norm().item<double>();
                if (nextSize < size)
                {
                    break;
                }
            }

            if (!(nextSize < size))
            {
                return (null, step + 1);
            }

            (y, field, size) = (next.MoveToOuterDisposeScope(), nextField.MoveToOuterDisposeScope(), nextSize);
        }

        return (null, MaximumSteps);
    }
}
