using TorchSharp;

namespace Residua.Kernels;

/// <summary>Runs the parts of a kernel on as many threads as libtorch may use.</summary>
internal static class Threads
{
    /// <summary>How many threads there are.</summary>
    public static int Count => torch.get_num_threads();

    /// <summary>Runs tasks 0..count-1; what each computes does not depend on the threads.</summary>
    public static void Run(int count, Action<int> task)
    {
        int threads = Count;
        if (threads == 1 || count == 1)
        {
            for (int i = 0; i < count; i++)
            {
                task(i);
            }

            return;
        }

        int next = 0;
        Parallel.For(0, Math.Min(threads, count), new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            for (int i = Interlocked.Increment(ref next) - 1; i < count; i = Interlocked.Increment(ref next) - 1)
            {
                task(i);
            }
        });
    }
}
