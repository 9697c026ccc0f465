using Residua.Networks;
using Residua.Numerics;
using Residua.Tests.Extensions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Laws;

/// <summary>What every activation must obey.</summary>
public sealed class ActivationLaws
{
    public static TheoryData<string> Names => [.. Activations.All.Select(activation => activation.Name), "sine"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivative_is_the_slope(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Activation f = Get(name);
        Tensor z = linspace(-6, 6, 241, float64).Add(0.0137); // no kink of ReLU on the grid
        const double h = 1e-5;
        Tensor slope = (f.Apply(z.Add(h)) - f.Apply(z.Sub(h))).Div(2 * h);
        Assert.True(Small.RelativeDifference(f.Derivative(z, f.Apply(z)), slope) < 1e-8);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Second_derivative_is_the_slope_of_the_derivative(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Activation f = Get(name);
        Tensor z = linspace(-6, 6, 241, float64).Add(0.0137); // no kink of ReLU on the grid
        const double h = 1e-5;
        Tensor slope = (f.Derivative(z.Add(h), f.Apply(z.Add(h))) - f.Derivative(z.Sub(h), f.Apply(z.Sub(h)))).Div(2 * h);
        Assert.True((SecondDerivative(f, z, f.Apply(z)) - slope).abs().max().item<double>() < 1e-8);
        Assert.Equal(name != "relu", f.IsSmooth);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_leaves_its_argument_and_equals_the_form_in_place(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Activation f = Get(name);
        Tensor z = linspace(-3, 3, 50, float64), before = z.clone(), y = f.Apply(z);
        Assert.True(Small.BitsEqual(before, z));
        f.ApplyInPlace(z);
        Assert.True(Small.BitsEqual(y, z));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Large_arguments_stay_finite(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Activation f = Get(name);
        Tensor z = tensor(new[] { -1e4f, -100f, 100f, 1e4f }), y = f.Apply(z);
        Assert.True(y.isfinite().all().item<bool>());
        Assert.True(f.Derivative(z, y).isfinite().all().item<bool>());
        Assert.True(SecondDerivative(f, z, y).isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivative_reads_z_only_where_it_says_so(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Activation f = Get(name);
        Tensor z = linspace(-3, 3, 50, float64), y = f.Apply(z);
        Tensor blind = f.Derivative(empty_like(z).Fill_(double.NaN), y);
        Assert.Equal(f.DerivativeNeedsPreActivation, blind.isnan().any().item<bool>());
        Assert.True(f.DerivativeNeedsPreActivation || !SecondDerivative(f, empty_like(z).Fill_(double.NaN), y).isnan().any().item<bool>());
    }

    [Theory]
    [InlineData("logistic", 0.5, 0.731058578630005)]
    [InlineData("tanh", 0, 0.761594155955765)]
    [InlineData("relu", 0, 1)]
    [InlineData("softplus", 0.693147180559945, 1.31326168751822)]
    [InlineData("identity", 0, 1)]
    public void Known_values_at_0_and_1(string name, double atZero, double atOne)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] y = [.. Get(name).Apply(tensor(new[] { 0.0, 1.0 })).data<double>()];
        Assert.Equal(atZero, y[0], 1e-14);
        Assert.Equal(atOne, y[1], 1e-14);
    }

    [Fact]
    public void Unknown_name_is_refused_with_those_there_are()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => Activations.Get("gelu"));
        Assert.Contains("gelu", failure.Message);
        Assert.All(Activations.All, activation => Assert.Contains(activation.Name, failure.Message));
    }

    private static Tensor SecondDerivative(Activation f, Tensor z, Tensor y)
    {
        Tensor derivative = ones_like(y);
        f.MultiplyBySecondDerivative(derivative, z, y);
        return derivative;
    }

    private static Activation Get(string name) => name == "sine" ? new SineActivation() : Activations.Get(name);
}
