namespace Residua.Data;

/// <summary>Images to train on and images to test on.</summary>
/// <param name="Name">Its name in the catalog, or the folder's own name.</param>
/// <param name="Train">Images to learn from.</param>
/// <param name="Test">Images of the same size that were held back.</param>
/// <param name="Verified">True when the SHA-256 of every file is known and equal.</param>
/// <param name="Origin">Where it came from: the full path of its folder, or "embedded".</param>
public sealed record DataSet(string Name, ImageSet Train, ImageSet Test, bool Verified, string Origin);
