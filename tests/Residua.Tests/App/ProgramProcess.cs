using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Residua.Tests.App;

/// <summary>
/// The program in a process of its own, on one core: several run beside each other, and threads that wait for threads
/// which have no core take many times as long.
/// </summary>
internal static class ProgramProcess
{
    /// <summary>Starts it with its three streams at the caller's end.</summary>
    public static Process Start(params string[] args) => Start(new Dictionary<string, string>(), args);

    /// <summary>The same with variables of the environment.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        // With signals as a terminal's: what a background job starts ignores SIGINT. And after the tests of this process
        // where cores lack, for these are the longest stream, and their threads wait for each other.
        string[] env = OperatingSystem.IsLinux() ? ["/usr/bin/env", "--default-signal=HUP,INT,PIPE,TERM", "nice", "-n", "10"] : [];
        return Start(environment, redirectInput: true, [.. env, .. Command(args)]);
    }

    /// <summary>Calls it and waits for its end.</summary>
    public static (int Code, string Output, string Error) Run(params string[] args)
    {
        using Process program = Start(args);
        program.StandardInput.Close();
        return End(program);
    }

    /// <summary>Calls it with --json; standard output must be one document.</summary>
    public static (int Code, JsonElement Document) Json(params string[] args)
    {
        (int code, string output, _) = Run([.. args, "--json"]);
        using JsonDocument document = JsonDocument.Parse(output);
        return (code, document.RootElement.Clone());
    }

    /// <summary>
    /// Calls it, and adds its seconds of processor time, which others on the machine lengthen far less than the clock's.
    /// </summary>
    public static (int Code, string Output, double Seconds) Timed(params string[] args)
    {
        Dictionary<string, string> plain = new() { ["LC_ALL"] = "C" };
        string[] command = ["bash", "-c", "TIMEFORMAT='%U %S'; time \"$@\"", "bash", .. Command(args)];
        using Process program = Start(plain, redirectInput: false, command);
        (int code, string output, string error) = End(program);
        string[] times = error.TrimEnd().Split('\n')[^1].Split(' ');
        return (code, output, times.Sum(seconds => double.Parse(seconds, CultureInfo.InvariantCulture)));
    }

    private static string[] Command(string[] args) =>
        ["dotnet", Path.Combine(AppContext.BaseDirectory, "Residua.App.dll"), .. args];

    private static Process Start(IReadOnlyDictionary<string, string> environment, bool redirectInput, string[] command)
    {
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardInput = redirectInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static (int Code, string Output, string Error) End(Process program)
    {
        Task<string> error = program.StandardError.ReadToEndAsync();
        string output = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        return (program.ExitCode, output, error.Result);
    }
}
