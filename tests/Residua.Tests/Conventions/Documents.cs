using System.Text.RegularExpressions;
using Residua.App.Analyses;
using Residua.App.Reproduction;
using Xunit;

namespace Residua.Tests.Conventions;

/// <summary>What holds for the documents.</summary>
public sealed partial class Documents
{
    public static TheoryData<string> Files { get; } =
    [
        .. Directory.EnumerateFiles(Source.Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Source.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Source.Root, "bench"), "*.md"))
            .Select(file => Path.GetRelativePath(Source.Root, file)),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Links_lead_to_files_that_are_there(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Source.Root, document))!;
        IEnumerable<string> targets = Link().Matches(File.ReadAllText(Path.Combine(Source.Root, document))).Select(match => match.Groups[1].Value);
        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(folder, target)), $"{document} links to {target}, which is not there."));
    }

    [Fact]
    public void Commands_name_every_analysis_and_preset()
    {
        string commands = File.ReadAllText(Path.Combine(Source.Root, "docs", "usage", "commands.md"));
        Assert.All(RunAnalyses.All().Select(analysis => analysis.Name).Concat(PaperNetwork.Names), name => Assert.Contains($"`{name}`", commands));
    }

    // The target of a relative link: [text](target#anchor).
    [GeneratedRegex(@"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
