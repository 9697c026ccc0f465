using Residua.Dynamics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Lets samples go on until they settle, and looks for periods in those that do not.</summary>
/// <param name="Z">z where each sample stopped, [B,N], float64.</param>
/// <param name="Speed">max_i |y_i(t+1) - y_i(t)| there, [B].</param>
/// <param name="Period">Layers after which it returns to within the tolerance, [B]; 0 for none found.</param>
/// <param name="Layers">Further layers it went, [B].</param>
internal sealed record Settling(Tensor Z, double[] Speed, int[] Period, int[] Layers) : IDisposable
{
    public static Settling Run(PreActivationMap map, Tensor z, FixedPointOptions options, Action<double>? progress, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor final = z.to(float64, z.device, copy: true);
        int samples = (int)z.shape[0];
        double[] speed = new double[samples];
        int[] layers = new int[samples], period = new int[samples];
        int[] running = [.. Enumerable.Range(0, samples)];
        Tensor state = final.clone(), residual = map.Residual(state);
        for (int t = 0; t <= options.FurtherLayers && running.Length > 0; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope layer = NewDisposeScope();
            Tensor next = map.Next(state, residual), nextResidual = map.Residual(next);
            double[] change = (nextResidual - residual).abs().amax(1).cpu().data<double>().ToArray();
            int[] keep = [.. Enumerable.Range(0, running.Length).Where(row => change[row] > options.Tolerance && t < options.FurtherLayers)];
            long[] stop = [.. Enumerable.Range(0, running.Length).Except(keep).Select(row => (long)row)];
            foreach (long row in stop)
            {
                (speed[running[row]], layers[running[row]]) = (change[row], t);
            }

            if (stop.Length > 0)
            {
                long[] stopped = [.. stop.Select(row => (long)running[row])];
                final.index_copy_(0, tensor(stopped, device: z.device), state.index_select(0, tensor(stop, device: z.device)));
                Tensor kept = tensor(keep.Select(row => (long)row).ToArray(), device: z.device);
                (next, nextResidual) = (next.index_select(0, kept), nextResidual.index_select(0, kept));
                running = [.. keep.Select(row => running[row])];
            }

            state.Dispose();
            residual.Dispose();
            (state, residual) = (next.MoveToOuterDisposeScope(), nextResidual.MoveToOuterDisposeScope());
            progress?.Invoke((t + 1.0) / (options.FurtherLayers + 1));
        }

        int[] unsettled = [.. Enumerable.Range(0, samples).Where(i => speed[i] > options.Tolerance)];
        if (unsettled.Length > 0)
        {
            Tensor rows = tensor(unsettled.Select(i => (long)i).ToArray(), device: z.device);
            int[] found = Periods(map, final.index_select(0, rows), options, cancellation);
            for (int k = 0; k < unsettled.Length; k++)
            {
                period[unsettled[k]] = found[k];
            }
        }

        return new(final.MoveToOuterDisposeScope(), speed, period, layers);
    }

    public void Dispose() => Z.Dispose();

    // The first p with y(t+p) within the tolerance of y(t) and within a hundredth of the way it went in between: a slow state returns to neither.
    private static int[] Periods(PreActivationMap map, Tensor z, FixedPointOptions options, CancellationToken cancellation)
    {
        Tensor start = map.Residual(z), state = z.clone();
        int samples = (int)z.shape[0];
        int[] period = new int[samples];
        double[] excursion = new double[samples];
        for (int p = 1; p <= options.LongestPeriod; p++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope layer = NewDisposeScope();
            Tensor old = state;
            state = map.Next(state, map.Residual(state)).MoveToOuterDisposeScope();
            old.Dispose();
            double[] distance = (map.Residual(state) - start).abs().amax(1).cpu().data<double>().ToArray();
            for (int i = 0; i < samples; i++)
            {
                if (period[i] == 0 && distance[i] <= options.Tolerance && distance[i] <= 0.01 * excursion[i])
                {
                    period[i] = p;
                }

                excursion[i] = Math.Max(excursion[i], distance[i]);
            }
        }

        return period;
    }
}
