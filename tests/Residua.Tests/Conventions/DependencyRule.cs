using System.Text.RegularExpressions;
using Xunit;

namespace Residua.Tests.Conventions;

/// <summary>Dependencies between the folders of the library run one way.</summary>
public sealed class DependencyRule
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Numerics"] = [],
        ["Data"] = ["Numerics"],
        ["Systems"] = ["Kernels", "Numerics"],
        ["Kernels"] = [],
        ["Networks"] = ["Systems", "Data", "Kernels", "Numerics"],
        ["Training"] = ["Networks", "Systems", "Data", "Kernels", "Numerics"],
        ["Dynamics"] = ["Systems", "Numerics"],
        ["Embedding"] = ["Kernels", "Numerics"],
        ["Analysis"] = ["Systems", "Dynamics", "Embedding", "Data", "Numerics"],
        ["Pruning"] = ["Networks", "Training", "Systems", "Data", "Analysis", "Numerics"],
        ["Runs"] = ["Networks", "Training", "Data", "Systems", "Analysis"],
    };

    public static TheoryData<string> Folders =>
        [.. Source.Files("src/Residua").Select(file => file.Path.Split(Path.DirectorySeparatorChar)[0]).Where(folder => !folder.EndsWith(".cs", StringComparison.Ordinal)).Distinct()];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_those_below_it(string folder)
    {
        Assert.True(s_allowed.ContainsKey(folder), $"src/Residua/{folder} is new: say here what it may use.");
        Regex uses = new($@"\b(?:Residua\.)?({string.Join('|', s_allowed.Keys)})\.[A-Z]\w*");
        foreach ((string path, string text) in Source.Files($"src/Residua/{folder}"))
        {
            string code = Regex.Replace(text, @"//.*|""(?:[^""\\]|\\.)*""", "");
            string[] used =
            [
                .. Regex.Matches(code, @"^using Residua\.(\w+);", RegexOptions.Multiline).Select(match => match.Groups[1].Value),
                .. uses.Matches(code).Where(match => match.Value.StartsWith("Residua.", StringComparison.Ordinal) || IsNamespace(code, match)).Select(match => match.Groups[1].Value),
            ];
            Assert.All(used.Where(name => name != folder), name => Assert.True(
                s_allowed[folder].Contains(name), $"src/Residua/{folder}/{path} uses {name}, but {folder} may use only {string.Join(", ", s_allowed[folder])}."));
        }

        // "Data.ImageSet" is the namespace; "run.Data.Train" and "checkpoint.Training" are members.
        static bool IsNamespace(string code, Match match) => match.Index == 0 || code[match.Index - 1] is not '.' && char.IsUpper(match.Value.Split('.')[1][0])
            && File.Exists(Path.Combine(Source.Root, "src/Residua", match.Groups[1].Value, match.Value.Split('.')[1] + ".cs"));
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        foreach ((string path, string text) in Source.Files("src/Residua").Where(file => file.Path.Contains(Path.DirectorySeparatorChar)))
        {
            Assert.Contains($"namespace Residua.{Path.GetDirectoryName(path)!.Replace(Path.DirectorySeparatorChar, '.')};", text);
        }
    }
}
