using Residua.Data;
using Residua.Kernels;
using Residua.Numerics;
using Residua.Systems;
using static TorchSharp.torch;

namespace Residua.Networks;

/// <summary>
/// A network of T dense layers: z(t) = W_t x(t-1) + b_t, y(t) = f(z(t)), x(t) = G(x(t-1), y(t)) = a x(t-1) + y(t), and
/// logits K x(T) + c. The kinds differ in G alone. Owns its parameters.
/// </summary>
/// <remarks>Source: paper, section 4 (residual) and 5 (perceptron).</remarks>
public abstract class LayeredNetwork : IDenseMap, IReadout, IDisposable
{
    private readonly InputEmbedding _embedding;

    /// <summary>A network of the given specification with the given parameters, which it owns from now on.</summary>
    /// <param name="spec">What defines it.</param>
    /// <param name="parameters">Its tensors.</param>
    /// <param name="activation">f, for one that has no name; null for the one the specification names.</param>
    protected LayeredNetwork(NetworkSpec spec, NetworkParameters parameters, Activation? activation = null)
    {
        spec.Validate();
        Spec = spec;
        Parameters = parameters;
        Layout = WeightLayout.Parse(spec.Weights, spec.Layers);
        Activation = activation ?? Activations.Get(spec.Activation);
        _embedding = InputEmbeddings.Get(spec.Embedding);
    }

    /// <summary>What defines it.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>Its tensors.</summary>
    public NetworkParameters Parameters { get; }

    /// <summary>How its weights are shared over depth.</summary>
    public WeightLayout Layout { get; }

    /// <summary>f.</summary>
    public Activation Activation { get; }

    /// <inheritdoc />
    public int Depth => Layout.Layers;

    /// <inheritdoc />
    public bool IsAutonomous => Layout.Groups.Count == 1;

    /// <inheritdoc />
    public abstract double Carry { get; }

    /// <inheritdoc />
    public string ActivationName => Activation.Name;

    /// <summary>The floating-point type of weights and states.</summary>
    public ScalarType Type => Parameters.Classifier.dtype;

    /// <summary>Where its tensors are.</summary>
    public Device Device => Parameters.Classifier.device;

    /// <summary>Makes a network of the specification's kind with the given parameters.</summary>
    public static LayeredNetwork Create(NetworkSpec spec, NetworkParameters parameters) => NetworkKinds.Get(spec.Network).Create(spec, parameters);

    /// <summary>Makes a network with fresh parameters from its start and the seed.</summary>
    public static LayeredNetwork Create(NetworkSpec spec, int seed, Device device) => Create(spec, NetworkParameters.Initialize(spec, seed, device));

    /// <summary>Writes x(t) = G(x(t-1), y(t)) into <paramref name="next"/>; all [B,N], <paramref name="next"/> apart from the others.</summary>
    public abstract void Combine(Tensor previous, Tensor residual, Tensor next);

    /// <summary>The adjoint of <see cref="Combine"/>: takes ∂L/∂x(t) back to y(t) and, directly, to x(t-1).</summary>
    /// <param name="gradient">∂L/∂x(t) on entry; the part of ∂L/∂x(t-1) that does not go through y(t) on return.</param>
    /// <param name="previous">x(t-1).</param>
    /// <param name="residual">y(t).</param>
    /// <param name="residualGradient">Receives ∂L/∂y(t).</param>
    public abstract void CombineAdjoint(Tensor gradient, Tensor previous, Tensor residual, Tensor residualGradient);

    /// <summary>Writes z(t) = W_t x(t-1) + b_t into <paramref name="preActivation"/>, [B,N].</summary>
    public void PreActivate(Tensor state, int layer, Tensor preActivation)
    {
        int g = Layout.GroupOf(layer);
        bool isBiased = Parameters.Biases.Count > 0;
        if (isBiased)
        {
            preActivation.copy_(Parameters.Biases[g]); // broadcast over samples
        }

        Product.Multiply(state, Parameters.Weights[g], isTransposed: true, preActivation, add: isBiased);
    }

    /// <inheritdoc />
    public LayerStep Step(Tensor state, int layer)
    {
        if (state.dim() != 2 || state.shape[1] != Spec.Neurons)
        {
            throw new ArgumentException($"The state must be [samples, {Spec.Neurons}]; it is [{string.Join(", ", state.shape)}].", nameof(state));
        }

        Tensor z = empty_like(state), next = empty_like(state);
        if (Activation is LogisticActivation && state.shape[0] >= Product.LeastRows && Matrix.Fits(state) && Matrix.Fits(Parameters.Classifier))
        {
            Tensor active = empty_like(state);
            (Tensor weights, Tensor? bias) = Layer(layer);
            using Panels panels = Panels.Of(Matrix.Of(weights).Transposed);
            LogisticLayer.Forward(
                Matrix.Of(state), panels.View, bias is null ? null : Matrix.Of(bias), (float)Carry, Matrix.Of(z), Matrix.Of(active), Matrix.Of(next));
            GC.KeepAlive((state, weights, bias)); // views do not keep their tensors
            return new(next, active, z);
        }

        PreActivate(state, layer, z);
        Tensor y = Activation.Apply(z);
        Combine(state, y, next);
        return new(next, y, z);
    }

    /// <inheritdoc />
    public DenseLayer Layer(int layer)
    {
        int g = Layout.GroupOf(layer);
        return new(Parameters.Weights[g], Parameters.Biases.Count > 0 ? Parameters.Biases[g] : null);
    }

    /// <inheritdoc />
    public Tensor Activate(Tensor z) => Activation.Apply(z);

    /// <inheritdoc />
    public Tensor Derivative(Tensor z, Tensor y) => Activation.Derivative(z, y);

    /// <inheritdoc />
    public Tensor Logits(Tensor state)
    {
        using Tensor transposed = Parameters.Classifier.t();
        Tensor logits = state.mm(transposed);
        if (Parameters.ClassifierBias is { } bias)
        {
            logits.Add_(bias);
        }

        return logits;
    }

    /// <summary>x(0), a new tensor [B,N], from pixels [B,P] in [0,1].</summary>
    public Tensor Embed(Tensor pixels)
    {
        Tensor state = empty([pixels.shape[0], Spec.Neurons], Type, Device);
        EmbedInto(pixels, state);
        return state;
    }

    /// <summary>Writes x(0) [B,N] from pixels [B,P] in [0,1].</summary>
    public void EmbedInto(Tensor pixels, Tensor state) => _embedding.Embed(pixels, state, Parameters.Projection);

    /// <summary>Class scores [B,C] of pixels [B,P]: the readout of a rollout over all T layers.</summary>
    public Tensor Forward(Tensor pixels)
    {
        using Tensor x0 = Embed(pixels);
        using Trajectory trajectory = Rollout.Run(this, x0, Depth, Recording.FinalState);
        return Logits(trajectory.FinalState);
    }

    /// <summary>
    /// A network of this one's type and activation with another specification and parameters, which it owns. Copies, cuts and
    /// what training goes on with are made by it: the names of a specification may stand for another network than this.
    /// </summary>
    public abstract LayeredNetwork With(NetworkSpec spec, NetworkParameters parameters);

    /// <summary>A copy with parameters of its own.</summary>
    public LayeredNetwork Clone() => With(
        Spec,
        NetworkParameters.FromTensors(Spec, Parameters.All.ToDictionary(pair => pair.Key, pair => pair.Value), Device));

    /// <summary>Checks that the names of the specification stand for this network, so that it can be stored by them.</summary>
    /// <exception cref="ArgumentException">They stand for another; the message says which.</exception>
    internal void RequireNamed()
    {
        LayeredNetwork named = Create(Spec, Parameters); // of the same tensors, and not to be disposed
        if (named.GetType() != GetType() || named.Activation.GetType() != Activation.GetType())
        {
            throw new ArgumentException(
                $"A {GetType().Name} with activation {Activation.Name} cannot be stored: its specification names a {named.GetType().Name} with {named.Activation.Name}, which would be read back.");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Parameters.Dispose();
        GC.SuppressFinalize(this);
    }
}
