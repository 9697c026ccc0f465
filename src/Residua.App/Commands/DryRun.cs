using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Runs;
using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>Tells what training would take, without training and without libtorch.</summary>
internal static class DryRun
{
    private const int AssumedTrain = 60_000, AssumedTest = 10_000, AssumedSide = 28, AssumedClasses = 10;

    public static Report Of(Invocation call, RunSpec spec)
    {
        int train = AssumedTrain, test = AssumedTest;
        bool assumed = false;
        try
        {
            DataSet data = Images.Open(spec, call, bar: null, allowDownload: false);
            (spec, train, test) = (Images.Fit(spec, data), data.Train.Count, data.Test.Count);
        }
        catch (FileNotFoundException)
        {
            call.Note($"Note: {spec.Data} is not on this machine; counted for {AssumedTrain:N0} images of {AssumedSide} × {AssumedSide} pixels in {AssumedClasses} classes.");
            int side = AssumedSide / spec.Pool;
            (spec, assumed) = (SpecBuilder.Fit(spec, side * side, AssumedClasses), true);
        }

        TrainingCost cost = TrainingCost.Of(spec, train, test);
        if (cost.MemoryBytes > Memory.Available)
        {
            call.Note($"Note: this takes more memory than there is, {Readable.Bytes(Memory.Available)}.");
        }

        return new(
            new
            {
                spec,
                cost.ParameterCount,
                cost.TrainingImages,
                cost.StepsPerEpoch,
                cost.FlopsPerEpoch,
                TrainingCost.FlopsFormula,
                cost.MemoryBytes,
                TrainingCost.MemoryFormula,
                dataAssumed = assumed,
            },
            console =>
            {
                console.WriteLine(JsonText.Of(spec));
                console.Write(Tables.OfPairs(
                [
                    ("Parameters", $"{cost.ParameterCount:N0}"),
                    ("Steps per epoch", $"{cost.StepsPerEpoch:N0}, of {cost.TrainingImages:N0} training images"),
                    ("Operations per epoch", $"{Readable.Operations(cost.FlopsPerEpoch)}: {TrainingCost.FlopsFormula}"),
                    ("Memory", $"{Readable.Bytes(cost.MemoryBytes)}: {TrainingCost.MemoryFormula}"),
                ]));
            });
    }
}
