using ScottPlot;

namespace Residua.App.Figures;

/// <summary>How a line is drawn, in the plot and in the legend.</summary>
internal sealed record LineLook(Color Colour, LinePattern Pattern, float Width);
