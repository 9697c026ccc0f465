using Residua.App.Analyses;
using Residua.App.Commands;
using Residua.App.Reports;
using Residua.App.Specs;
using Residua.Data;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Studies;

/// <summary>Does a cell of a study in this process: trains its run, or goes on with it, and makes the analyses that it lacks.</summary>
internal static class StudyCell
{
    /// <summary>Does it.</summary>
    /// <param name="call">The worker's call.</param>
    /// <param name="folder">The study's folder.</param>
    /// <param name="id">The cell.</param>
    /// <param name="levels">Its value of each factor.</param>
    /// <returns>What the study keeps of it.</returns>
    /// <exception cref="InvalidDataException">This program makes another run of the cell than the one that planned it.</exception>
    public static CellNote Do(Invocation call, string folder, string id, IReadOnlyList<(string Factor, string Value)> levels)
    {
        Study study = StudyFolder.Open(folder);
        Cell cell = Cell.Of(study.Preset, levels);
        if (cell.Id != id)
        {
            throw new InvalidDataException($"{cell.Label} is cell {cell.Id} here, not {id}: the study was planned by another version of the program.");
        }

        DataSet data = call.Track("data", bar => Images.Open(cell.Spec, call, bar));
        RunSpec spec = Images.Fit(cell.Spec, data);
        torch.Device device = Compute.Start(call);
        RunFolder run = RunTraining.OpenOrCreate(call, StudyFolder.RunOf(folder, id), spec, data);
        RunTraining.Train(call, run, data, device);
        (string[] made, Dictionary<string, string> leftOut) = RunResults.Make(
            call, run, data, device, RunAnalyses.All().Where(analysis => study.Analyze.Contains(analysis.Name)), new SampleOptions());
        RunReport.Write(run, call.Note);
        return new() { Id = id, Outcome = CellOutcome.Done, Analyses = made, LeftOut = leftOut, Values = CellNote.ValuesOf(run, data.Test.Count) };
    }
}
