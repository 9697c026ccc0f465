using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Residua.Tests.App;

/// <summary>The program in a process of its own.</summary>
internal static class ProgramProcess
{
    private const string Env = "/usr/bin/env";

    /// <summary>Starts it with its three streams at the caller's end, and with signals as a terminal's: a background job's child ignores SIGINT.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        string[] command = Command(args);
        ProcessStartInfo start = OperatingSystem.IsLinux() ? new(Env, ["--default-signal=HUP,INT,PIPE,TERM", .. command]) : new(command[0], command[1..]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Calls it and waits for its end.</summary>
    public static (int Code, string Output, string Error) Run(params string[] args)
    {
        using Process program = Start(args);
        program.StandardInput.Close();
        Task<string> error = program.StandardError.ReadToEndAsync();
        string output = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        return (program.ExitCode, output, error.Result);
    }

    /// <summary>Calls it, and adds its seconds of processor time, which others on the machine do not lengthen as they do the clock's.</summary>
    public static (int Code, string Output, double Seconds) Timed(params string[] args)
    {
        ProcessStartInfo start = new("bash", ["-c", "TIMEFORMAT='%U %S'; time \"$@\"", "bash", .. Command(args)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process program = Process.Start(start)!;
        Task<string> error = program.StandardError.ReadToEndAsync();
        string output = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        string times = error.Result.TrimEnd().Split('\n')[^1];
        return (program.ExitCode, output, times.Split(' ').Sum(seconds => double.Parse(seconds, CultureInfo.InvariantCulture)));
    }

    private static string[] Command(string[] args) => ["dotnet", Path.Combine(AppContext.BaseDirectory, "Residua.App.dll"), .. args];

    /// <summary>Calls it with --json; standard output must be one document.</summary>
    public static (int Code, JsonElement Document) Json(params string[] args)
    {
        (int code, string output, _) = Run([.. args, "--json"]);
        using JsonDocument document = JsonDocument.Parse(output);
        return (code, document.RootElement.Clone());
    }

    /// <summary>The same in this process's environment.</summary>
    public static Process Start(params string[] args) => Start(new Dictionary<string, string>(), args);
}
