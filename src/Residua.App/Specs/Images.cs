using Residua.App.Commands;
using Residua.App.Output;
using Residua.Data;
using Residua.Runs;

namespace Residua.App.Specs;

/// <summary>The images that a specification asks for.</summary>
internal static class Images
{
    /// <summary>Opens the data set, not pooled, downloading it where it must be.</summary>
    public static DataSet Open(RunSpec spec, Invocation call, IProgressBar? bar, bool allowDownload = true)
    {
        DataSet data = DataCatalog.Open(spec.Data, call.DataRequest(bar, allowDownload));
        if (!data.Verified)
        {
            call.Note($"Note: {data.Name} is unverified: sizes and headers are right, but its checksums are not known.");
        }

        return data;
    }

    /// <summary>Test images, pooled, where the data are on this machine: to look at something in their light is worth no download. Null where they are not.</summary>
    public static ImageSet? TestAtHand(RunSpec spec, Invocation call)
    {
        try
        {
            return DataCatalog.Open(spec.Data, call.DataRequest(bar: null, allowDownload: false)).Test.Pool(spec.Pool);
        }
        catch (Exception missing) when (missing is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The specification with its data set's own name, or its folder written so that it is found from anywhere.</summary>
    public static RunSpec Locate(RunSpec spec) => spec with
    {
        Data = DataCatalog.All.FirstOrDefault(source => source.Name.Equals(spec.Data, StringComparison.OrdinalIgnoreCase))?.Name
            ?? (Directory.Exists(spec.Data) ? Path.GetFullPath(spec.Data) : spec.Data),
    };

    /// <summary>The specification with the inputs and classes of a data set's images.</summary>
    /// <exception cref="ArgumentException">They cannot be pooled so, or the network cannot take them.</exception>
    public static RunSpec Fit(RunSpec spec, DataSet data)
    {
        ImageSet one = data.Test.Take(1).Pool(spec.Pool);
        return SpecBuilder.Fit(spec, one.Rows * one.Columns, one.Classes);
    }
}
