using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// Independent pieces of work side by side, each on one thread of its own: for decompositions of matrices of some hundred rows, in which
/// several threads together hardly gain anything.
/// </summary>
/// <remarks>
/// Pieces must not make numbers for the tensor library on the way (<c>tensor * 2</c>): those are freed by finalizers, and another thread's
/// collection may come before their native call has read them. Decompositions and copies of tensors that are at hand are safe.
/// </remarks>
internal static class OneThreadEach
{
    /// <summary>Does pieces 0 to count - 1; returns when all are done, or throws what the first failure threw.</summary>
    /// <param name="count">How many.</param>
    /// <param name="work">Does the piece of that index, with no gradients and in a dispose scope of its own.</param>
    /// <param name="cancellation">Ends it between pieces.</param>
    public static void Run(int count, Action<int> work, CancellationToken cancellation = default)
    {
        int all = get_num_threads(), threads = Math.Min(all, count), next = -1;
        Exception? failure = null;
        if (threads < 2)
        {
            Work();
        }
        else
        {
            Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Alone) { IsBackground = true })];
            set_num_threads(1);
            Array.ForEach(workers, worker => worker.Start());
            Array.ForEach(workers, worker => worker.Join());
            set_num_threads(all);
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        void Alone()
        {
            set_num_threads(1); // libtorch counts them for each thread
            Work();
        }

        void Work()
        {
            try
            {
                using IDisposable noGradient = no_grad();
                for (int i = Interlocked.Increment(ref next); i < count && failure is null; i = Interlocked.Increment(ref next))
                {
                    cancellation.ThrowIfCancellationRequested();
                    using DisposeScope scope = NewDisposeScope();
                    work(i);
                }
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
        }
    }
}
