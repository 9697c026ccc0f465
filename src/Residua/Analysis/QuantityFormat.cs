namespace Residua.Analysis;

/// <summary>How a measured number is written.</summary>
public enum QuantityFormat
{
    /// <summary>A fraction, written in percent with three significant digits.</summary>
    Percent,

    /// <summary>A number with three significant digits.</summary>
    Number,

    /// <summary>How many of something; a decimal only where a mean or median has one.</summary>
    Count,
}
