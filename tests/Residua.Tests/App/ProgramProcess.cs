using System.Diagnostics;
using System.Text.Json;

namespace Residua.Tests.App;

/// <summary>The program in a process of its own.</summary>
internal static class ProgramProcess
{
    private const string Env = "/usr/bin/env";

    /// <summary>Starts it with its three streams at the caller's end, and with signals as a terminal's: a background job's child ignores SIGINT.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Residua.App.dll"), .. args];
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
