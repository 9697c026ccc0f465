using System.Text.Json;
using System.Text.Json.Nodes;
using Residua.App;
using Residua.App.Specs;
using Residua.Networks;
using Residua.Runs;
using Residua.Training;
using Xunit;

namespace Residua.Tests.App;

public sealed class SpecOptionsTests
{
    // Each option with a value that is not the default, the one field that it changes, and what that becomes.
    private static readonly Dictionary<string, (string Value, string Field, string Becomes)> s_cases = new()
    {
        ["--network"] = ("perceptron", "network.network", "\"perceptron\""),
        ["--weights"] = ("5+5v+5", "network.weights", "\"5+5v+5\""),
        ["--layers"] = ("7", "network.layers", "7"),
        ["--neurons"] = ("800", "network.neurons", "800"),
        ["--activation"] = ("tanh", "network.activation", "\"tanh\""),
        ["--bias"] = ("false", "network.bias", "false"),
        ["--no-bias"] = ("", "network.bias", "false"),
        ["--classifier-bias"] = ("false", "network.classifierBias", "false"),
        ["--no-classifier-bias"] = ("", "network.classifierBias", "false"),
        ["--embedding"] = ("orthogonal", "network.embedding", "\"orthogonal\""),
        ["--precision"] = ("float64", "network.precision", "\"float64\""),
        ["--weight-mean"] = ("-8", "network.initialization.weightMean", "-8"),
        ["--weight-row-spread"] = ("40", "network.initialization.weightRowSpread", "40"),
        ["--weight-gain"] = ("2.5", "network.initialization.weightGain", "2.5"),
        ["--weight-diagonal"] = ("-0.5", "network.initialization.weightDiagonal", "-0.5"),
        ["--bias-start"] = ("-1", "network.initialization.bias", "-1"),
        ["--same-start"] = ("", "network.initialization.sameStart", "true"),
        ["--no-same-start"] = ("", "network.initialization.sameStart", "false"),
        ["--classifier-gain"] = ("1", "network.initialization.classifierGain", "1"),
        ["--epochs"] = ("3", "training.epochs", "3"),
        ["--batch"] = ("64", "training.batch", "64"),
        ["--optimizer"] = ("sgd", "training.optimizer", "\"sgd\""),
        ["--learning-rate"] = ("5e-4", "training.learningRate", "0.0005"),
        ["--schedule"] = ("one-cycle", "training.schedule", "\"one-cycle\""),
        ["--warmup"] = ("0", "training.warmupSteps", "0"),
        ["--drops"] = ("0.5, 0.9", "training.drops", "[0.5,0.9]"),
        ["--drop-factor"] = ("0.1", "training.dropFactor", "0.1"),
        ["--decay"] = ("0.01", "training.decay", "0.01"),
        ["--momentum"] = ("0.5", "training.momentum", "0.5"),
        ["--clip"] = ("0", "training.clipNorm", "0"),
        ["--validation"] = ("1000", "training.validation", "1000"),
        ["--limit"] = ("500", "training.limit", "500"),
        ["--no-adaptive-depth"] = ("", "training.adaptiveDepth", "null"),
        ["--threshold"] = ("0.02", "training.adaptiveDepth.threshold", "0.02"),
        ["--patience"] = ("2", "training.adaptiveDepth.patience", "2"),
        ["--min-layers"] = ("3", "training.adaptiveDepth.minLayers", "3"),
        ["--whole-tail"] = ("", "training.adaptiveDepth.wholeTail", "true"),
        ["--no-whole-tail"] = ("", "training.adaptiveDepth.wholeTail", "false"),
        ["--guard"] = ("0.2pp", "training.adaptiveDepth.guard", "0.002"),
        ["--restore"] = ("0.5", "training.adaptiveDepth.restore", "0.5"),
        ["--depth-samples"] = ("200", "training.adaptiveDepth.samples", "200"),
        ["--noise-regularizer"] = ("0.5", "training.noiseRegularizer.strength", "0.5"),
        ["--noise-regularizer-amplitude"] = ("0.2", "training.noiseRegularizer.amplitude", "0.2"),
        ["--last-layer-only"] = ("", "training.noiseRegularizer.lastLayerOnly", "true"),
        ["--no-last-layer-only"] = ("", "training.noiseRegularizer.lastLayerOnly", "false"),
        ["--data"] = ("digits", "data", "\"digits\""),
        ["--pool"] = ("2", "pool", "2"),
        ["--name"] = ("first", "name", "\"first\""),
    };

    public static TheoryData<string> Names => [.. SpecOptions.All.Select(option => option.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_option_changes_its_field_and_no_other(string name)
    {
        if (name is "--initialization" or "--adaptive-depth" or "--no-adaptive-depth")
        {
            return; // set several: below
        }

        (string value, string field, string becomes) = s_cases[name];
        RunSpec start = name == "--no-same-start" ? Apply("--same-start", "true")
            : field.StartsWith("training.adaptiveDepth.", StringComparison.Ordinal) ? Apply("--adaptive-depth", "", "--validation", "100", "--min-layers", "2", "--whole-tail", name == "--no-whole-tail" ? "true" : "false")
            : field.StartsWith("training.noiseRegularizer.", StringComparison.Ordinal) ? Apply("--noise-regularizer", "0.1", "--last-layer-only", name == "--no-last-layer-only" ? "true" : "false")
            : new RunSpec();
        Dictionary<string, string> before = Fields(start), after = Fields(SpecBuilder.Apply(start, new Dictionary<string, string> { [name] = value }));
        Assert.Equal(becomes, after[field]);
        Assert.Equal([field], after.Where(pair => pair.Value != before[pair.Key] && pair.Key != "network.parameterCount").Select(pair => pair.Key));
    }

    [Fact]
    public void Every_field_of_a_specification_has_an_option()
    {
        // These follow from the data, the preset, --seed or the program itself; the last is null or has the fields below it.
        string[] others = ["version", "preset", "seed", "network.inputs", "network.classes", "network.parameterCount", "training.noiseRegularizer", "parent"];
        Assert.Equal(
            Fields(new RunSpec()).Keys.Union(Fields(Apply("--adaptive-depth", "", "--noise-regularizer", "0.1")).Keys).Except(others).Order(),
            s_cases.Values.Select(one => one.Field).Distinct().Order());
    }

    [Fact]
    public void A_named_start_is_taken_whole_and_its_numbers_can_be_changed()
    {
        Assert.Equal(Initializations.Get("competitive"), Apply("--initialization", "competitive").Network.Initialization);
        Assert.Equal(
            Initializations.Get("gain") with { WeightGain = 3 },
            Apply("--weight-gain", "3", "--initialization", "gain").Network.Initialization);
    }

    [Fact]
    public void Adaptive_depth_is_the_papers_rule_and_its_options_belong_to_it()
    {
        Assert.Equal(new AdaptiveDepthSpec { Threshold = 0.01, Patience = 1, MinLayers = 1 }, Apply("--adaptive-depth", "").Training!.AdaptiveDepth);
        Assert.Null(SpecBuilder.Apply(Apply("--adaptive-depth", ""), new Dictionary<string, string> { ["--no-adaptive-depth"] = "" }).Training!.AdaptiveDepth);
        Assert.Contains("belongs to --adaptive-depth", Assert.Throws<UsageException>(() => Apply("--threshold", "0.02")).Message);
        Assert.Contains("--validation", Assert.Throws<ArgumentException>(() => Apply("--adaptive-depth", "", "--guard", "0.002")).Message);
        Assert.Contains("above the threshold", Assert.Throws<ArgumentException>(() => Apply("--adaptive-depth", "", "--restore", "0.001")).Message);
        Assert.Contains("keep at least 2", Assert.Throws<ArgumentException>(() => Apply("--adaptive-depth", "", "--restore", "0.1")).Message);
        RunSpec guarded = Apply("--adaptive-depth", "", "--validation", "100", "--guard", "0.002", "--min-layers", "2", "--restore", "0.1");
        AdaptiveDepthSpec off = SpecBuilder.Apply(guarded, new Dictionary<string, string> { ["--guard"] = "off", ["--restore"] = "off" }).Training!.AdaptiveDepth!;
        Assert.Equal((null, null), (off.Guard, off.Restore));
    }

    [Fact]
    public void The_noise_regularizer_is_off_at_zero_and_its_options_belong_to_it()
    {
        Assert.Equal(
            new NoiseRegularizerSpec { Strength = 0.3, Amplitude = 0.05, LastLayerOnly = true },
            Apply("--noise-regularizer", "0.3", "--noise-regularizer-amplitude", "0.05", "--last-layer-only", "").Training!.NoiseRegularizer);
        Assert.Null(SpecBuilder.Apply(Apply("--noise-regularizer", "0.3"), new Dictionary<string, string> { ["--noise-regularizer"] = "0" }).Training!.NoiseRegularizer);
        const string belongs = " belongs to --noise-regularizer, which is off; give that too.";
        Assert.Equal("--last-layer-only" + belongs, Assert.Throws<UsageException>(() => Apply("--last-layer-only", "")).Message);
        Assert.Equal("--noise-regularizer-amplitude" + belongs, Assert.Throws<UsageException>(() => Apply("--noise-regularizer", "0", "--noise-regularizer-amplitude", "0.2")).Message);
        Assert.Contains("wants a number from 0 to ", Assert.Throws<UsageException>(() => Apply("--noise-regularizer", "-1")).Message);
        Assert.Contains("must be positive, not 0", Assert.Throws<ArgumentException>(() => Apply("--noise-regularizer", "1", "--noise-regularizer-amplitude", "0")).Message);
        Assert.Equal(
            "The noise regulariser needs a smooth activation (logistic, tanh, softplus, identity); relu has a kink.",
            Assert.Throws<ArgumentException>(() => Apply("--noise-regularizer", "1", "--activation", "relu")).Message);
        Assert.Contains("a perceptron has none", Assert.Throws<ArgumentException>(() => Apply("--noise-regularizer", "1", "--network", "perceptron")).Message);
    }

    [Theory]
    [InlineData("--guard", "0.2%", "--guard wants a share such as 0.002, or percentage points such as 0.2pp, not '0.2%'.")]
    [InlineData("--layers", "x", "--layers wants a whole number from 1 to 100000, not 'x'.")]
    [InlineData("--layers", "0", "--layers wants a whole number from 1 to 100000, not '0'.")]
    [InlineData("--learning-rate", "NaN", "--learning-rate wants a number from 0 to 1E+30, not 'NaN'.")]
    [InlineData("--learning-rate", "0,001", "--learning-rate wants a number from 0 to 1E+30, not '0,001'.")]
    [InlineData("--bias", "maybe", "--bias wants true or false, not 'maybe'.")]
    [InlineData("--drops", "0.5,x", "--drops wants a number from 0 to 1, not 'x'.")]
    [InlineData("--precision", "float16", "--precision wants one of float32, float64, not 'float16'.")]
    [InlineData("--name", "../x", "--name wants at most 60 letters, digits, '-', '_' and '.', not '../x'.")]
    public void What_cannot_be_read_is_a_usage_error_that_names_the_option(string name, string value, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => Apply(name == "--guard" ? ["--adaptive-depth", "", name, value] : [name, value])).Message);

    [Theory]
    [InlineData("--network", "cnn", "residual, perceptron")]
    [InlineData("--weights", "some", "shared, variable, or blocks")]
    [InlineData("--activation", "gelu", "logistic, tanh")]
    [InlineData("--embedding", "pca", "zero-pad")]
    [InlineData("--initialization", "he", "gated, competitive")]
    [InlineData("--optimizer", "lion", "adamw, sgd")]
    [InlineData("--schedule", "linear", "constant, step, cosine, one-cycle")]
    public void An_unknown_name_lists_those_there_are(string name, string value, string listed) =>
        Assert.Contains(listed, Assert.Throws<ArgumentException>(() => Apply(name, value)).Message);

    [Fact]
    public void An_option_and_its_opposite_are_refused_together() =>
        Assert.Equal("Give --bias or --no-bias, not both.", Assert.Throws<UsageException>(() => Apply("--bias", "true", "--no-bias", "")).Message);

    [Fact]
    public void Defaults_shown_in_the_help_are_those_of_a_new_run()
    {
        RunSpec defaults = new();
        foreach (SpecOption option in SpecOptions.All.Where(option => option.Get is not null))
        {
            RunSpec same = option.Set(defaults, new OptionValue(option.Name, option.Get!(defaults)));
            Assert.Equal(Fields(defaults), Fields(same));
        }
    }

    [Fact]
    public void Training_options_bring_a_specification_without_training_one() =>
        Assert.Equal(new TrainingSpec().Batch, SpecBuilder.Apply(new RunSpec { Training = null }, new Dictionary<string, string> { ["--epochs"] = "1" }).Training!.Batch);

    private static RunSpec Apply(params string[] given) =>
        SpecBuilder.Apply(new RunSpec(), given.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]));

    // The leaves of the specification's JSON by path; lists count as leaves.
    private static Dictionary<string, string> Fields(RunSpec spec)
    {
        Dictionary<string, string> fields = [];
        Walk("", JsonSerializer.SerializeToNode(spec, ChecksummedJson.Options)!);
        return fields;

        void Walk(string path, JsonNode? node)
        {
            if (node is JsonObject parent)
            {
                foreach ((string name, JsonNode? child) in parent)
                {
                    Walk(path.Length == 0 ? name : $"{path}.{name}", child);
                }
            }
            else
            {
                fields[path] = node is null ? "null" : string.Concat(node.ToJsonString(ChecksummedJson.Options).Where(c => !char.IsWhiteSpace(c)));
            }
        }
    }
}
