using System.Globalization;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Residua.Training;

namespace Residua.App.Specs;

/// <summary>Every option that sets a field of a specification, in the order in which they are applied.</summary>
internal static class SpecOptions
{
    private const string Off = "off";

    /// <summary>All of them; a new field is one new line here.</summary>
    public static IReadOnlyList<SpecOption> All { get; } =
    [
        Network("--network", "KIND", Names(NetworkKinds.All.Select(kind => kind.Name)), (n, v) => n with { Network = NetworkKinds.Get(v.Text).Name }, n => n.Network),
        Network("--weights", "LAYOUT", "shared, variable, or blocks such as 5+5+5 (5v: a block of variable weights)", (n, v) => n with { Weights = v.Text }, n => n.Weights),
        Network("--layers", "T", "Layers", (n, v) => n with { Layers = v.Whole(1, NetworkSpec.MostLayers) }, n => Text(n.Layers)),
        Network("--neurons", "N", "Neurons", (n, v) => n with { Neurons = v.Whole(1, NetworkSpec.MostNeurons) }, n => Text(n.Neurons)),
        Network("--activation", "NAME", Names(Activations.All.Select(f => f.Name)), (n, v) => n with { Activation = Activations.Get(v.Text).Name }, n => n.Activation),
        .. Switch("bias", "Whether layers have a bias b", SpecPart.Network, (s, on) => s with { Network = s.Network with { Bias = on } }, s => s.Network.Bias),
        .. Switch("classifier-bias", "Whether the classifier has a bias c", SpecPart.Network, (s, on) => s with { Network = s.Network with { ClassifierBias = on } }, s => s.Network.ClassifierBias),
        Network("--embedding", "NAME", $"How pixels become neurons: {Names(InputEmbeddings.All.Select(e => e.Name))}", (n, v) => n with { Embedding = InputEmbeddings.Get(v.Text).Name }, n => n.Embedding),
        Network("--precision", "TYPE", "float32 or float64", (n, v) => n with { Precision = ParsePrecision(v) }, n => Lower(n.Precision)),

        new("--initialization", "NAME", $"Named start: {Names(Initializations.All.Keys)} [default: gated]", SpecPart.Start, "initialization", (s, v) => s with { Network = s.Network with { Initialization = Initializations.Get(v.Text) } }),
        Start("--weight-mean", "X", "Mean of N W_ij at the start", (i, v) => i with { WeightMean = v.Number(-NetworkSpec.MostReal, NetworkSpec.MostReal) }, i => Text(i.WeightMean)),
        Start("--weight-row-spread", "X", "Standard deviation over neurons of that mean", (i, v) => i with { WeightRowSpread = v.Number(-NetworkSpec.MostReal, NetworkSpec.MostReal) }, i => Text(i.WeightRowSpread)),
        Start("--weight-gain", "X", "Standard deviation of √N W_ij at the start, about its row's mean", (i, v) => i with { WeightGain = v.Number(-NetworkSpec.MostReal, NetworkSpec.MostReal) }, i => Text(i.WeightGain)),
        Start("--weight-diagonal", "X", "What is added to every W_ii at the start", (i, v) => i with { WeightDiagonal = v.Number(-NetworkSpec.MostReal, NetworkSpec.MostReal) }, i => Text(i.WeightDiagonal)),
        Start("--bias-start", "X", "Every bias at the start", (i, v) => i with { Bias = v.Number(-NetworkSpec.MostReal, NetworkSpec.MostReal) }, i => Text(i.Bias)),
        .. Switch("same-start", "Whether all variable weights start from one matrix", SpecPart.Start, (s, on) => s with { Network = s.Network with { Initialization = s.Network.Initialization with { SameStart = on } } }, s => s.Network.Initialization.SameStart),
        Start("--classifier-gain", "X", "Standard deviation of √N K_cn at the start", (i, v) => i with { ClassifierGain = v.Number(-NetworkSpec.MostReal, NetworkSpec.MostReal) }, i => Text(i.ClassifierGain)),

        Training("--epochs", "NUMBER", "Passes over the training images", (t, v) => t with { Epochs = v.Whole(0, TrainingSpec.MostEpochs) }, t => Text(t.Epochs)),
        Training("--batch", "NUMBER", "Images a step", (t, v) => t with { Batch = v.Whole(1, TrainingSpec.MostBatch) }, t => Text(t.Batch)),
        Training("--optimizer", "NAME", Names(Optimizers.All.Keys), (t, v) => t with { Optimizer = v.Text }, t => t.Optimizer),
        Training("--learning-rate", "X", "Peak learning rate", (t, v) => t with { LearningRate = v.Number(0, NetworkSpec.MostReal) }, t => Text(t.LearningRate)),
        Training("--schedule", "NAME", Names(LearningRate.Names), (t, v) => t with { Schedule = v.Text }, t => t.Schedule),
        Training("--warmup", "STEPS", "Steps over which the learning rate rises from zero", (t, v) => t with { WarmupSteps = v.Whole(0, TrainingSpec.MostSteps) }, t => Text(t.WarmupSteps)),
        Training("--drops", "X,X", "Step schedule: the parts of training after which the rate drops", (t, v) => t with { Drops = v.Numbers(0, 1) }, t => string.Join(',', t.Drops.Select(Text))),
        Training("--drop-factor", "X", "Step schedule: what a drop multiplies the rate by", (t, v) => t with { DropFactor = v.Number(0, NetworkSpec.MostReal) }, t => Text(t.DropFactor)),
        Training("--decay", "X", "Decoupled weight decay", (t, v) => t with { Decay = v.Number(0, NetworkSpec.MostReal) }, t => Text(t.Decay)),
        Training("--momentum", "X", "Momentum of sgd", (t, v) => t with { Momentum = v.Number(0, NetworkSpec.MostReal) }, t => Text(t.Momentum)),
        Training("--clip", "NORM", "Largest norm of the gradient, 0 for no clipping", (t, v) => t with { ClipNorm = v.Number(0, NetworkSpec.MostReal) }, t => Text(t.ClipNorm)),
        Training("--validation", "NUMBER", "Training images kept back for validation", (t, v) => t with { Validation = v.Whole(0, TrainingSpec.MostImages) }, t => Text(t.Validation)),
        Training("--limit", "NUMBER", "Train on so many images only, 0 for all", (t, v) => t with { Limit = v.Whole(0, TrainingSpec.MostImages) }, t => Text(t.Limit)),

        .. Switch("adaptive-depth", "Whether layers go while training: after each epoch, the last of a block whose residuals differ little from those of the layer before", SpecPart.Training, (s, on) => s with { Training = (s.Training ?? new()) with { AdaptiveDepth = on ? s.Training?.AdaptiveDepth ?? new() : null } }, s => s.Training?.AdaptiveDepth is not null),
        Depth("--threshold", "X", "Adaptive depth: mean change of a residual below which a layer goes", (d, v) => d with { Threshold = v.Number(0, NetworkSpec.MostReal) }, d => Text(d.Threshold)),
        Depth("--patience", "EPOCHS", "Adaptive depth: for so many epochs in a row", (d, v) => d with { Patience = v.Whole(1, TrainingSpec.MostEpochs) }, d => Text(d.Patience)),
        Depth("--min-layers", "NUMBER", "Adaptive depth: layers that a block keeps at least", (d, v) => d with { MinLayers = v.Whole(1, NetworkSpec.MostLayers) }, d => Text(d.MinLayers)),
        .. Switch("whole-tail", "Adaptive depth: whether all layers at the end that are below the threshold go at once, not the last alone [default: false]", SpecPart.Training, (s, on) => Depth(s, "--whole-tail", depth => depth with { WholeTail = on })),
        Depth("--guard", "RISE", "Adaptive depth: undo a removal after which the validation error lies further above the lowest so far (0.2pp or 0.002)", (d, v) => d with { Guard = v.Text == Off ? null : v.Share() }, d => d.Guard is { } guard ? Text(guard) : Off),
        Depth("--restore", "X", "Adaptive depth: mean change above which a block gets a layer back", (d, v) => d with { Restore = v.Text == Off ? null : v.Number(0, NetworkSpec.MostReal) }, d => d.Restore is { } restore ? Text(restore) : Off),
        Depth("--depth-samples", "NUMBER", "Adaptive depth: training images that changes are measured on", (d, v) => d with { Samples = v.Whole(1, TrainingSpec.MostImages) }, d => Text(d.Samples)),

        Training("--noise-regularizer", "LAMBDA", "Strength of a term of the loss against noise in the residuals of the last two layers, 0 for none", (t, v) => t with { NoiseRegularizer = Regularizer(t, v.Number(0, NetworkSpec.MostReal)) }, t => Text(t.NoiseRegularizer?.Strength ?? 0)),
        new("--noise-regularizer-amplitude", "A", $"Noise regulariser: the noise is uniform on [-A, A] in the pixels [default: {Text(new NoiseRegularizerSpec().Amplitude)}]", SpecPart.Training, "--noise-regularizer-amplitude", (spec, v) => Noise(spec, v.Option, noise => noise with { Amplitude = v.Number(0, NetworkSpec.MostReal) })),
        .. Switch("last-layer-only", "Noise regulariser: whether its gradient reaches the last layer's weights alone [default: false]", SpecPart.Training, (s, on) => Noise(s, "--last-layer-only", noise => noise with { LastLayerOnly = on })),

        Data("--data", "NAME|DIR", "Data set, or a folder of IDX files; see data list", (s, v) => s with { Data = v.Text }, s => s.Data),
        Data("--pool", "CELL", "Average images over cells of so many pixels a side first", (s, v) => s with { Pool = v.Whole(1, RunSpec.MostPool) }, s => Text(s.Pool)),
        Data("--name", "NAME", "What to call the run", (s, v) => s with { Name = ParseName(v) }, s => s.Name),
    ];

    private static SpecOption Network(string name, string value, string description, Func<NetworkSpec, OptionValue, NetworkSpec> set, Func<NetworkSpec, string> get) =>
        new(name, value, description, SpecPart.Network, name, (spec, v) => spec with { Network = set(spec.Network, v) }, spec => get(spec.Network));

    private static SpecOption Start(string name, string value, string description, Func<InitializationSpec, OptionValue, InitializationSpec> set, Func<InitializationSpec, string> get) =>
        new(name, value, description, SpecPart.Start, name, (spec, v) => spec with { Network = spec.Network with { Initialization = set(spec.Network.Initialization, v) } }, spec => get(spec.Network.Initialization));

    private static SpecOption Training(string name, string value, string description, Func<TrainingSpec, OptionValue, TrainingSpec> set, Func<TrainingSpec, string> get) =>
        new(name, value, description, SpecPart.Training, name, (spec, v) => spec with { Training = set(spec.Training ?? new(), v) }, spec => get(spec.Training ?? new()));

    private static SpecOption Depth(string name, string value, string description, Func<AdaptiveDepthSpec, OptionValue, AdaptiveDepthSpec> set, Func<AdaptiveDepthSpec, string> get) =>
        new(name, value, $"{description} [default: {get(new())}]", SpecPart.Training, name, (spec, v) => Depth(spec, name, depth => set(depth, v)));

    private static RunSpec Depth(RunSpec spec, string option, Func<AdaptiveDepthSpec, AdaptiveDepthSpec> set) => spec.Training?.AdaptiveDepth is { } depth
        ? spec with { Training = spec.Training with { AdaptiveDepth = set(depth) } }
        : throw new UsageException($"{option} belongs to --adaptive-depth, which is off; give that too.");

    private static NoiseRegularizerSpec? Regularizer(TrainingSpec training, double strength) =>
        strength == 0 ? null : (training.NoiseRegularizer ?? new()) with { Strength = strength };

    private static RunSpec Noise(RunSpec spec, string option, Func<NoiseRegularizerSpec, NoiseRegularizerSpec> set) => spec.Training?.NoiseRegularizer is { } noise
        ? spec with { Training = spec.Training with { NoiseRegularizer = set(noise) } }
        : throw new UsageException($"{option} belongs to --noise-regularizer, which is off; give that too.");

    private static SpecOption Data(string name, string value, string description, Func<RunSpec, OptionValue, RunSpec> set, Func<RunSpec, string> get) =>
        new(name, value, description, SpecPart.Data, name, set, get);

    // --NAME [true|false] and --no-NAME; without get where it belongs to another option.
    private static IEnumerable<SpecOption> Switch(string name, string description, SpecPart part, Func<RunSpec, bool, RunSpec> set, Func<RunSpec, bool>? get = null) =>
    [
        new($"--{name}", "true|false", description, part, name, (spec, v) => set(spec, v.Truth()), get is null ? null : spec => get(spec) ? "true" : "false"),
        new($"--no-{name}", null, $"The same as --{name} false", part, name, (spec, _) => set(spec, false)),
    ];

    private static Precision ParsePrecision(OptionValue value) =>
        Enum.Parse<Precision>(value.OneOf(Enum.GetValues<Precision>().Select(Lower)), ignoreCase: true);

    // The name becomes part of a folder's name.
    /// <summary>A run's name, which is also part of its folder's.</summary>
    public static string ParseName(OptionValue value) =>
        value.Text.Length is > 0 and <= 60 && value.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && value.Text[0] != '.'
            ? value.Text
            : throw new UsageException($"{value.Option} wants at most 60 letters, digits, '-', '_' and '.', not '{value.Text}'.");

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
