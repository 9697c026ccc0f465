using Residua.Tests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

// Live tensors are counted over the whole process, and libtorch uses all cores by itself.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(QuietOpenMp))]
