using Residua.App.Specs;

namespace Residua.App.Commands;

/// <summary>A device as the user names it: cpu, cuda (the first) or cuda:N.</summary>
internal sealed record DeviceName(bool IsCuda, int Index)
{
    public static DeviceName Cpu { get; } = new(false, 0);

    public static DeviceName Parse(string text)
    {
        if (text == "cpu")
        {
            return Cpu;
        }

        if (text == "cuda")
        {
            return new(true, 0);
        }

        const string prefix = "cuda:";
        return text.StartsWith(prefix, StringComparison.Ordinal)
            ? new(true, new OptionValue("--device cuda:N", text[prefix.Length..]).Whole(0, Most.Workers))
            : throw new UsageException($"--device wants cpu, cuda or cuda:N, not '{text}'.");
    }

    public override string ToString() => IsCuda ? $"cuda:{Index}" : "cpu";
}
