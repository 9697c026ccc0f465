// Rolls an untrained competitive network far past its last layer, sample by sample until the residuals settle: how deep
// each sample ran, and the share of residuals near zero and near one on the way.
// Run: dotnet run examples/02-rollout.cs
#:project ../src/Residua/Residua.csproj
#:property PublishAot=false

using Residua.Analysis;
using Residua.Data;
using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using static TorchSharp.torch;

const int seed = 1, layers = 300;
DataSet digits = DataCatalog.Open("digits", new DataRequest(null, null, CancellationToken.None));
ImageSet images = Samples.Balanced(digits.Test.Pool(2), perClass: 20, seed);

NetworkSpec spec = new() { Neurons = 196, Inputs = 196, Bias = false, Initialization = Initializations.Get("competitive") };
using LayeredNetwork network = LayeredNetwork.Create(spec, seed, CPU);
using Tensor pixels = ImageTensors.Pixels(images, [.. Enumerable.Range(0, images.Count)], network.Type, network.Device);
using Tensor x0 = network.Embed(pixels); // [B,N]

Recording record = new() { Statistics = true, StatisticLayers = LayerSelection.Only(1, 2, 5, 10, 20, 50, 100, 200, 300) };
using Trajectory trajectory = Rollout.Run(network, x0, layers, record, new ConvergedResidual(1e-5));

ResidualStatistics statistics = trajectory.Statistics!;
Console.WriteLine("layer  running  y < 0.01  y > 0.99  |y(t) - y(t-1)|");
for (int i = 0; i < statistics.Layers.Length && statistics.Running[i] > 0; i++)
{
    Console.WriteLine(
        $"{statistics.Layers[i],5}  {statistics.Running[i],7}  {statistics.ShareNearZero[i],8:P1}  {statistics.ShareNearOne[i],8:P1}  {statistics.MeanAbsoluteChange[i],15:0.0E+0}");
}

int[] ran = [.. trajectory.LayersRun.Order()];
Console.WriteLine($"made with {network.Depth} layers; samples ran {ran[0]} to {ran[^1]}, half of them at most {ran[ran.Length / 2]}");
Console.WriteLine($"{trajectory.Reasons.Count(reason => reason == StopReason.Halted)} of {images.Count} settled");

using LayerStep next = network.Step(trajectory.FinalState, layer: network.Depth);
using Tensor nearZero = next.Residual.Lt(record.NearZero), nearOne = next.Residual.Gt(record.NearOne);
using Tensor zeros = nearZero.sum(), ones = nearOne.sum();
double count = next.Residual.numel();
Console.WriteLine($"where they stopped {zeros.item<long>() / count:P1} of residuals are near zero, {ones.item<long>() / count:P1} near one");
