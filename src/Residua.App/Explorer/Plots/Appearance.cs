using MudBlazor;

namespace Residua.App.Explorer.Plots;

/// <summary>Light or dark.</summary>
/// <param name="IsDark">Whether dark.</param>
public sealed record Appearance(bool IsDark)
{
    private static readonly string[] s_fonts = ["system-ui", "-apple-system", "Segoe UI", "Liberation Sans", "sans-serif"];

    /// <summary>Colours and fonts of controls; the style sheet has the same.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight { Primary = "#0b57a4", Secondary = "#7a3e00", Background = "#ffffff", Surface = "#ffffff", TextPrimary = "#1b1f24", TextSecondary = "#4a525c" },
        PaletteDark = new PaletteDark { Primary = "#8ec1ff", Secondary = "#ffbe7a", Background = "#14171c", Surface = "#1c2027", TextPrimary = "#e8ebef", TextSecondary = "#b4bcc6" },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = s_fonts } },
    };

    /// <summary>Behind everything.</summary>
    public string Ground => IsDark ? "#14171c" : "#ffffff";

    /// <summary>Text in plots.</summary>
    public string Text => IsDark ? "#e8ebef" : "#1b1f24";

    /// <summary>Grid lines.</summary>
    public string Grid => IsDark ? "#343a44" : "#e3e6ea";

    /// <summary>Marks that are no data: the unit circle, the last trained layer.</summary>
    public string Mark => IsDark ? "#98a2ae" : "#6a737d";

    /// <summary>The colour of a class or series: Okabe and Ito's, lighter or darker where the ground asks for it.</summary>
    public string Series(int index) => (IsDark ? s_onDark : s_onLight)[index % s_onLight.Length];

    private static readonly string[] s_onLight = ["#0072b2", "#d55e00", "#007a5a", "#a84f86", "#8a6d00", "#2f6f9f", "#000000", "#7a3e00", "#5a4fcf", "#6a737d"];
    private static readonly string[] s_onDark = ["#56b4e9", "#ff9a57", "#2fd1a5", "#e59ac6", "#f0e442", "#9fd0f5", "#ffffff", "#e0a878", "#b3abff", "#a9b2bd"];
}
