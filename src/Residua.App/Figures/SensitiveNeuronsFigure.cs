using Residua.Analysis;
using Residua.App.Analyses;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Figure 3: residual (A) or cumulative (B) of the neuron to which each class is most sensitive, for the samples of every class.</summary>
internal sealed class SensitiveNeuronsFigure(string name, string network, SensitiveNeuronsPair pair, bool cumulative) : IFigure
{
    private const int AcrossPage = 5;
    private const float PanelHeight = 137, LegendHeight = 40, PanelWidth = FigureStyle.FullWidth / (float)AcrossPage;
    private static readonly SKColor OwnColour = new(0x00, 0x70, 0x52), OtherColour = new(0xB8, 0x4A, 0x00);
    private readonly SensitiveNeuronsResult _result = pair.Signed;
    private readonly LayerAxis _axis = new(pair.Signed.Layers);

    private int Classes => _result.Neurons.Length;

    private int PanelRows => (Classes + AcrossPage - 1) / AcrossPage;

    private string Signal => cumulative ? "cumulative x" : "residual y";

    /// <summary>Two for each network whose neurons were followed; those of the first have the short names.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<SensitiveNeuronsPair>() is not null)
        .SelectMany((network, i) => new[] { (Letter: "a", Cumulative: false), (Letter: "b", Cumulative: true) }.Select(part => new SensitiveNeuronsFigure(
            $"figure-3{part.Letter}{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<SensitiveNeuronsPair>()!, part.Cumulative)));

    /// <inheritdoc />
    public string Name => name;

    private string Title => $"{(cumulative ? "Cumulative" : "Residual")} of the most sensitive neurons: {network}";

    private string Caption
    {
        get
        {
            (int least, int most) = (_result.Samples.Min(), _result.Samples.Max());
            string largest = $"For {_result.OwnClassLargest.Count(own => own)} of {Classes} classes the own class has the largest mean x at layer {_result.Layers[^1]}";
            return $"{network}. One panel a class: the neuron with the largest K in that class's row of the classifier. "
                + $"Lines: mean {Signal}(t) over {(least == most ? $"{least}" : $"{least} to {most}")} {(_result.Split == "test" ? "test" : "training")} images of each class; the panel's own class is drawn bold. "
                + $"{largest}; every panel names the class that has. The choice by the largest |K| is in the CSV file: {pair.ByMagnitude.OwnClassLargest.Count(own => own)} of {Classes}.";
        }
    }

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)((PanelRows * PanelHeight) + LegendHeight));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["neuron_of_class", "neuron", "samples_of_class", "layer", cumulative ? "mean_cumulative" : "mean_residual", "chosen_by", "own_class_largest"],
            from one in new[] { pair.Signed, pair.ByMagnitude }
            from owner in Enumerable.Range(0, Classes)
            from shown in Enumerable.Range(0, Classes)
            from l in Enumerable.Range(0, one.Layers.Length)
            select (IReadOnlyList<object>)
            [
                owner, one.Neurons[owner], shown, one.Layers[l], Signals(one)[(((owner * Classes) + shown) * one.Layers.Length) + l],
                one.ByMagnitude ? "|K|" : "K", one.OwnClassLargest[owner],
            ]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        for (int owner = 0; owner < Classes; owner++)
        {
            float left = owner % AcrossPage * PanelWidth, top = owner / AcrossPage * PanelHeight;
            sheet.Panel(Panel(owner), left, top, PanelWidth, PanelHeight);
            sheet.Text($"class {owner}, neuron {_result.Neurons[owner]}", left + 26, top + 11, bold: true);
            (string largest, SKColor colour) = _result.OwnClassLargest[owner] ? ("own", OwnColour) : ($"class {Largest(owner)}", OtherColour);
            sheet.Text($"largest x({_result.Layers[^1]}): {largest}", left + 26, top + 23, colour: colour);
        }

        float bottom = PanelRows * PanelHeight;
        (string, LineLook)[] items = [.. Enumerable.Range(0, Classes).Select(shown => ($"class {shown}", Look(shown, bold: true)))];
        int rows = (Classes + AcrossPage - 1) / AcrossPage;
        sheet.Text("samples of", 8, bottom + 17);
        sheet.Legend(items, 80, bottom + 6, rows, 76);
    }

    private Plot Panel(int owner)
    {
        bool bottom = owner + AcrossPage >= Classes, left = owner % AcrossPage == 0;
        Plot plot = FigureStyle.NewPlot(bottom ? _axis.Label : "", left ? Signal : "", new PixelPadding(46, 4, 30, 30));
        plot.Axes.Left.MaximumSize = 46; // keeps the label in the panel, whatever the ticks
        double[] x = [.. _result.Layers.Select(layer => _axis.At(layer))];
        foreach (int shown in Enumerable.Range(0, Classes).OrderBy(shown => shown == owner))
        {
            FigureStyle.AddLine(plot, x, Line(owner, shown), Look(shown, bold: shown == owner));
        }

        double least = Enumerable.Range(0, Classes).Min(shown => Line(owner, shown).Min());
        double most = Enumerable.Range(0, Classes).Max(shown => Line(owner, shown).Max());
        double margin = Math.Max(0.06 * (most - least), 1e-6);
        plot.Axes.SetLimitsY(least - margin, most + margin);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TargetTickCount = 4 };
        _axis.Apply(plot);
        return plot;
    }

    // Another class has the largest: a tie does not count for the own one.
    private int Largest(int owner) =>
        Enumerable.Range(0, Classes).Where(shown => shown != owner).MaxBy(shown => _result.Cumulative[((((owner * Classes) + shown) + 1) * _result.Layers.Length) - 1]);

    private double[] Line(int owner, int shown) =>
        Signals(_result)[(((owner * Classes) + shown) * _result.Layers.Length)..(((owner * Classes) + shown + 1) * _result.Layers.Length)];

    private double[] Signals(SensitiveNeuronsResult one) => cumulative ? one.Cumulative : one.Residual;

    private static LineLook Look(int shown, bool bold) => new(FigureStyle.ColourOf(shown), FigureStyle.PatternOf(shown), bold ? 2.5f : 0.9f);
}
