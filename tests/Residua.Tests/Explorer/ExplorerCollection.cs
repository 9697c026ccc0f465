using Xunit;

namespace Residua.Tests.Explorer;

/// <summary>Tests that share one folder of runs, one explorer and one browser.</summary>
[CollectionDefinition(Name)]
public sealed class ExplorerCollection : ICollectionFixture<ExplorerFixture>, ICollectionFixture<Chromium>
{
    public const string Name = "explorer";
}
