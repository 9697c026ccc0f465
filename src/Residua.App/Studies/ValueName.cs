using Residua.Analysis;

namespace Residua.App.Studies;

/// <summary>What columns of a study's table are called in figures.</summary>
internal static class ValueName
{
    /// <summary>The words for a column, and whether its values are shares, to be written in percent.</summary>
    /// <param name="column">"test_error", or a claim's quantity, "C3.shareBelow001".</param>
    public static (string Label, bool IsShare) Of(string column)
    {
        string[] parts = column.Split('.', 2);
        Quantity? quantity = parts.Length == 2
            ? Claims.All.FirstOrDefault(claim => claim.Id == parts[0])?.Quantities.FirstOrDefault(quantity => quantity.Name == parts[1])
            : null;
        return quantity is null
            ? (column.Replace('_', ' '), column.EndsWith("error", StringComparison.Ordinal))
            : ($"{parts[0]}, {quantity.Label}", quantity.Format == QuantityFormat.Percent);
    }
}
