using static TorchSharp.torch;
using var a = ones(2, 2);
Console.WriteLine(a.sum().item<float>());
