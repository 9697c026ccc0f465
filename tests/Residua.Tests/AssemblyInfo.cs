using Xunit;
using Xunit.Sdk;
using Xunit.v3;

// Live tensors are counted, threads are set and figures are drawn for the whole process, so all that does such things
// within it is one collection, one test after the other. Beside it run those that only wait for other processes: a
// browser, sweeps, Slurm (TestStreams).
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 5)]
