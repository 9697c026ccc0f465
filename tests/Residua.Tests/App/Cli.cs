using System.Text.Json;
using Residua.App;

namespace Residua.Tests.App;

/// <summary>The program, called in this process.</summary>
internal static class Cli
{
    public static (int Code, string Output, string Error) Run(params string[] args) => Run(CancellationToken.None, args);

    public static (int Code, string Output, string Error) Run(CancellationToken stop, params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = Program.Run(args, output, TextWriter.Synchronized(error), stop);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Calls it with --json; standard output must be one document.</summary>
    public static (int Code, JsonElement Document) Json(params string[] args)
    {
        (int code, string output, _) = Run([.. args, "--json"]);
        using JsonDocument document = JsonDocument.Parse(output);
        return (code, document.RootElement.Clone());
    }
}
