using System.CommandLine;
using System.Text.Json;
using Residua.App;
using Residua.App.Commands;
using Xunit;

namespace Residua.Tests.App;

public sealed class UsageTests
{
    [Fact]
    public void Help_lists_every_command()
    {
        (int code, string output, string error) = Cli.Run("--help");
        Assert.Equal((ExitCode.Done, ""), (code, error));
        Assert.Contains("residua [command] [options]", output);
        Assert.All(Verbs.All(), command => Assert.Contains($"  {command.Name} ", output));
    }

    [Fact]
    public void Every_command_and_option_says_what_it_does()
    {
        foreach (Command command in Verbs.All().SelectMany(command => command.Subcommands.Prepend(command)))
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name);
            Assert.All(command.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
            Assert.Equal(command.Options.Count, command.Options.DistinctBy(option => option.Name).Count());
        }
    }

    [Theory]
    [InlineData("", "Say what to do: residua reproduce|train|")]
    [InlineData("data", "Say what to do: residua data list|fetch|verify.")]
    [InlineData("trian", "residua has no command 'trian'; did you mean train?")]
    [InlineData("train --layer 3", "residua train has no option '--layer'; did you mean --layers?")]
    [InlineData("train --thread 3", "did you mean --threads?")]
    [InlineData("show", "Required argument 'RUN' missing")]
    [InlineData("show --al", "residua show has no option '--al'")]
    [InlineData("analyze --whut unroll x", "residua analyze has no option '--whut'; did you mean --what?")]
    [InlineData("show a b", "residua show has no argument 'b'.")]
    [InlineData("train --seed", "--seed")]
    [InlineData("train --seed x", "--seed wants a whole number, not 'x'.")]
    [InlineData("train --threads 0", "--threads wants a whole number from 1 to 65536, not '0'.")]
    [InlineData("train --device tpu", "--device wants cpu, cuda or cuda:N, not 'tpu'.")]
    [InlineData("train --preset foo", "There is no preset 'foo'; there are shared,")]
    [InlineData("train --preset shared --config x", "Give --config or --preset, not both.")]
    [InlineData("train --resume x --epochs 3", "leave out --epochs.")]
    [InlineData("train --resume x --seed 3", "leave out --seed and --out.")]
    [InlineData("train --learning-rate -1", "--learning-rate wants a number from 0 to 1E+30")]
    [InlineData("analyze x", "--what")]
    [InlineData("analyze x --what nothing", "--what wants one of all, unroll, sensitive-neurons")]
    [InlineData("analyze x --what sensitive-neurons --depth 5", "--depth belongs to --what unroll")]
    [InlineData("import x.txt", "a .safetensors or .npz file, not 'x.txt'")]
    [InlineData("data fetch digits", "'digits' cannot be downloaded")]
    public void Misuse_exits_2_with_a_sentence_and_nothing_on_output(string line, string sentence)
    {
        (int code, string output, string error) = Cli.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.Contains(sentence, error);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("show /no/such/run", "/no/such/run")]
    [InlineData("train --resume /no/such/run", "/no/such/run")]
    [InlineData("train --config /no/such/file.json", "/no/such/file.json")]
    [InlineData("train --data /no/such/data", "/no/such/data")]
    [InlineData("analyze /no/such/run --what unroll", "/no/such/run")]
    [InlineData("import /no/such/file.npz", "/no/such/file.npz")]
    [InlineData("data verify /no/such/data", "/no/such/data")]
    public void Missing_input_exits_3_and_names_it(string line, string named)
    {
        (int code, string output, string error) = Cli.Run(line.Split(' '));
        Assert.Equal((ExitCode.BadInput, ""), (code, output));
        Assert.Contains(named, error);
    }

    [Theory]
    [InlineData("show /no/such/run", ExitCode.BadInput)]
    [InlineData("show --nothing", ExitCode.Usage)]
    [InlineData("", ExitCode.Usage)]
    public void With_json_an_error_is_one_document(string line, int expected)
    {
        (int code, JsonElement document) = Cli.Json(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(expected, code);
        Assert.Equal(["error", "exitCode"], document.EnumerateObject().Select(property => property.Name));
        Assert.Equal(expected, document.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public void A_setting_that_makes_no_difference_is_said_so()
    {
        Assert.Contains("residua data list makes no use of --seed.", Cli.Run("data", "list", "--seed", "3").Error);
        Assert.Equal("", Cli.Run("data", "list", "--seed", "3", "--quiet").Error);
    }
}
