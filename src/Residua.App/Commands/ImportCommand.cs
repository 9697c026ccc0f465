using System.CommandLine;
using Residua.App.Specs;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Commands;

/// <summary>Makes a run folder of weights that came from elsewhere.</summary>
internal sealed class ImportCommand : Verb
{
    private readonly SpecFlags _flags = new(SpecPart.Network, SpecPart.Data);
    private readonly Argument<string> _file = new("FILE") { Description = "A .safetensors or .npz file with layers.G.weight [N,N], layers.G.bias [N], classifier.weight [C,N], classifier.bias [C]" };
    private readonly Option<string> _inputs = new("--inputs") { HelpName = "P", Description = "Pixels of an image after pooling [default: 784 / CELL², or the projection's]" };

    public ImportCommand()
        : base("import", "Make a run folder of weights from elsewhere; what the options leave open is read off the tensors", Settings.Out | Settings.Threads)
    {
        Arguments.Add(_file);
        foreach (Option option in _flags.All.Append(_inputs))
        {
            Options.Add(option);
        }
    }

    public override Report Run(Invocation call)
    {
        string file = call.Get(_file);
        Compute.Start(DeviceName.Cpu, call.Threads ?? Environment.ProcessorCount);
        using DisposeScope scope = torch.NewDisposeScope();
        Dictionary<string, torch.Tensor> tensors = ForeignFile.Read(file);
        Dictionary<string, long[]> shapes = tensors.ToDictionary(pair => pair.Key, pair => pair.Value.shape);
        RunSpec spec = ForeignWeights.Guess(shapes, tensors.Values.Any(tensor => tensor.dtype == torch.ScalarType.Float64));
        spec = Images.Locate(SpecBuilder.Apply(spec, _flags.Given(call)));
        spec = SpecBuilder.Fit(spec, call.Value(_inputs)?.Whole(1, NetworkSpec.MostNeurons) ?? ForeignWeights.Inputs(shapes, spec.Pool), spec.Network.Classes);

        using LayeredNetwork network = LayeredNetwork.Create(spec.Network, ForeignFile.Parameters(file, spec.Network, tensors));
        if (Images.TestAtHand(spec, call) is { } test && test.Rows * test.Columns == spec.Network.Inputs && test.Classes <= spec.Network.Classes)
        {
            TransposedWeights.Refuse(file, network, test);
        }
        else
        {
            call.Note($"Note: whether each W is transposed cannot be seen from a square matrix, and was not tried, for there are no fitting images of {spec.Data} on this machine.");
        }

        RunEnvironment environment = RunEnvironment.Capture(call.CommandLine, torch.get_num_threads(), DeviceName.Cpu.ToString(), Path.GetFullPath(file), dataVerified: false);
        RunFolder run = RunFolder.Create(call.Out ?? RunTraining.NewPath(spec.Name), spec, environment, run => run.WriteNetwork(network));
        return RunSummary.Of(run, damage: []);
    }
}
