using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Residua.Systems;
using Xunit;

namespace Residua.Tests.Conventions;

/// <summary>What holds for every type of the library and of the program.</summary>
public sealed class TypeRules
{
    private static readonly Type[] s_types =
    [
        .. typeof(IDepthMap).Assembly.GetTypes().Concat(typeof(Residua.App.Program).Assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith("Residua", StringComparison.Ordinal) == true && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                && !type.Name.Contains('<')),
    ];

    // But for pages' components, whose classes the Razor compiler writes.
    [Fact]
    public void Every_class_is_abstract_or_sealed() =>
        Assert.Empty(s_types.Where(type => type.IsClass && !type.IsAbstract && !type.IsSealed && !type.IsAssignableTo(typeof(IComponent)) && type.Name != "_Imports").Select(type => type.FullName));

    [Fact]
    public void Interfaces_have_few_members() =>
        Assert.Empty(s_types.Where(type => type.IsInterface && type.GetMembers().Count(member => member is not MethodInfo { IsSpecialName: true }) > 5).Select(type => type.FullName));

    [Fact]
    public void No_concrete_method_is_overridden()
    {
        IEnumerable<string> overrides =
            from type in s_types
            from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where method.IsVirtual && !method.IsAbstract && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.GetBaseDefinition() != method
            let origin = method.GetBaseDefinition()
            where s_types.Contains(origin.DeclaringType) && !origin.IsAbstract
            select $"{type.FullName}.{method.Name}";
        Assert.Empty(overrides);
    }

    [Theory]
    [InlineData("src/Residua")]
    [InlineData("src/Residua.App")]
    public void A_file_declares_one_type_named_as_the_file(string folder)
    {
        Regex declaration = new(@"^(?:public|internal)[\w ]*? (?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline);
        foreach ((string path, string text) in Source.Files(folder))
        {
            string[] names = [.. declaration.Matches(text).Select(match => match.Groups[1].Value)];
            Assert.True(
                names.Length == 1 && names[0] == Path.GetFileNameWithoutExtension(path), $"{folder}/{path} declares {string.Join(", ", names)}.");
        }
    }

    [Fact]
    public void Files_are_small()
    {
        (string Path, int Lines)[] files = [.. Source.Files("src").Select(file => (file.Path, file.Text.Count(letter => letter == '\n'))).OrderBy(file => file.Item2)];
        Assert.InRange(files[files.Length / 2].Lines, 1, 100);
        Assert.InRange(files[^1].Lines, 1, 300);
    }
}
