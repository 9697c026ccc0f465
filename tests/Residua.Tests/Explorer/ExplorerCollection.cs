using Xunit;

namespace Residua.Tests.Explorer;

/// <summary>Tests that share one folder of runs, one explorer and one browser.</summary>
[CollectionDefinition(TestStreams.Explorer)]
public sealed class ExplorerCollection : ICollectionFixture<ExplorerFixture>, ICollectionFixture<Chromium>;
