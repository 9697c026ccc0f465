using Residua.App.Commands;
using Residua.App.Output;
using Residua.Data;
using Residua.Runs;

namespace Residua.App.Specs;

/// <summary>The images that a specification asks for.</summary>
internal static class Images
{
    /// <summary>Opens the data set, downloading it where it must be, and pools its images.</summary>
    public static DataSet Open(RunSpec spec, Invocation call, IProgressBar? bar, bool allowDownload = true)
    {
        DataSet data = DataCatalog.Open(spec.Data, call.DataRequest(spec.Seed, bar, allowDownload));
        if (!data.Verified)
        {
            call.Note($"Note: {data.Name} is unverified: sizes and headers are right, but its checksums are not known.");
        }

        return spec.Pool == 1 ? data : data with { Train = data.Train.Pool(spec.Pool), Test = data.Test.Pool(spec.Pool) };
    }
}
