namespace Residua.Benchmarks.Costs;

/// <summary>Seconds of one kind of work against one size, all others fixed.</summary>
/// <param name="Axis">The size that varies, "N".</param>
/// <param name="Work">What is done.</param>
/// <param name="Sizes">Values of the size.</param>
/// <param name="Seconds">Least time of several, at each.</param>
internal sealed record CostCurve(string Axis, string Work, double[] Sizes, double[] Seconds)
{
    /// <summary>p of the least-squares line log s = p log n + c over the upper half of the sizes, where fixed costs no longer count.</summary>
    public double Exponent
    {
        get
        {
            int from = Sizes.Length / 2 - (Sizes.Length > 3 ? 1 : 0);
            double[] x = [.. Sizes[from..].Select(value => Math.Log(value))], y = [.. Seconds[from..].Select(value => Math.Log(value))];
            double meanX = x.Average(), meanY = y.Average();
            return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
        }
    }
}
