using Residua.Data;
using Residua.Networks;

namespace Residua.App.Explorer.Services;

/// <summary>A run's network and its images, ready to compute with.</summary>
/// <param name="Network">The network; belongs to <see cref="NetworkShelf"/>.</param>
/// <param name="Test">Its test images, pooled as it takes them.</param>
internal sealed record LoadedNetwork(LayeredNetwork Network, ImageSet Test);
