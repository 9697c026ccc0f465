using Residua.Kernels;
using TorchSharp;

namespace Residua.App.Commands;

/// <summary>Loads libtorch and sets it up as the user asked; nothing before this call touches it.</summary>
internal static class Compute
{
    /// <summary>Sets threads and device as the user asked: by default all cores and the CPU.</summary>
    /// <inheritdoc cref="Start(DeviceName, int)"/>
    public static torch.Device Start(Invocation call) => Start(call.Device ?? DeviceName.Cpu, call.Threads ?? Environment.ProcessorCount);

    /// <summary>Sets the number of threads and returns the device.</summary>
    /// <exception cref="InvalidDataException">There is no such device.</exception>
    public static torch.Device Start(DeviceName name, int threads)
    {
        OpenMp.LimitActiveWait();
        torch.set_num_threads(threads);
        if (!name.IsCuda)
        {
            return torch.CPU;
        }

        int devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        if (devices == 0)
        {
            throw new InvalidDataException(
                "--device cuda needs a CUDA device and a build with CUDA: dotnet build src/Residua.App -c Release -p:TorchBackend=cuda; else use --device cpu.");
        }

        return name.Index < devices
            ? new torch.Device(DeviceType.CUDA, name.Index)
            : throw new InvalidDataException($"There is no device {name}; there are {devices}, counted from cuda:0.");
    }
}
