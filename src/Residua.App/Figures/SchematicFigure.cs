using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Figure 1: how x, y, z and the classifier K hang together, in a residual network and in a perceptron. It shows no numbers.</summary>
internal sealed class SchematicFigure : IFigure
{
    private const float Height = 362, Half = FigureStyle.FullWidth / 2f, Line = 105, Branch = 190, BoxWidth = 54, BoxHeight = 24;

    // Heights of the nodes along the way from the image, below, to the logits, above.
    private const float Input = 342, Before = 290, Weights = 240, Activation = 190, Sum = 152, After = 124, Last = 78, Classifier = 48, Logits = 24;

    private static readonly SKColor StateColour = FigureStyle.ColourOf(4).ToSKColor(), ResidualColour = FigureStyle.ColourOf(5).ToSKColor();
    private static readonly SKColor Frame = new(0xF4, 0xF6, 0xF8), Grey = new(0x8C, 0x8C, 0x8C);

    /// <summary>One for a reproduction: where there are images, or more networks than one.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Images is not null || inputs.Networks.Count > 1 ? [new SchematicFigure()] : [];

    /// <inheritdoc />
    public string Name => "figure-1";

    private static string Title => "How states, residuals and the classifier hang together";

    private static string Caption =>
        "A residual network (left) and a perceptron (right) of T layers, drawn from the embedded image x(0), below, to the logits, above. Layer t makes the pre-activation z(t) of the state x(t−1) by W (one matrix for all layers, "
        + "or one for each) and the residual y(t) by f. The residual network adds y(t) to the state, so that x(T) is the sum of the image and of all residuals; the perceptron passes y(t) on alone. The classifier K reads x(T).";

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)Height);

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables => [];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        DrawNetwork(canvas, 0, residual: true);
        DrawNetwork(canvas, Half, residual: false);
    }

    private static void DrawNetwork(SKCanvas canvas, float left, bool residual)
    {
        Sheet sheet = new(canvas);
        float line = left + Line, branch = residual ? left + Branch : line;
        sheet.Text(residual ? "a" : "b", left + 2, FigureStyle.LetterSize, bold: true, size: FigureStyle.LetterSize);
        sheet.Text(residual ? "residual network" : "perceptron", left + 18, FigureStyle.LetterSize - 1, bold: true);
        using SKPaint frame = new() { Color = Frame, IsAntialias = true };
        canvas.DrawRoundRect(SKRect.Create(left + 56, Sum - 16, Half - 72, Before - 30 - Sum + 40), 6, 6, frame);
        sheet.Text("layer t", left + Half - 60, Sum - 3, colour: Grey);

        Dots(canvas, line, (Input + Before) / 2);
        sheet.Text("x(0)", line + 8, Input + 4, colour: StateColour);
        sheet.Text("embedded image", line + 36, Input + 4);
        Node(canvas, line, Input);
        Node(canvas, line, Before);
        sheet.Text("x(t−1)", line - 44, Before + 4, colour: StateColour);
        if (residual)
        {
            Arrow(canvas, StateColour, (line, Before), (line, Sum + 8));
            Arrow(canvas, StateColour, (line, Before), (branch, Before), (branch, Weights + (BoxHeight / 2)));
            sheet.Text("skip", line - 26, (Before + Sum) / 2, colour: Grey);
        }
        else
        {
            Arrow(canvas, StateColour, (line, Before), (line, Weights + (BoxHeight / 2)));
        }

        Box(canvas, sheet, branch, Weights, "W, b");
        Arrow(canvas, SKColors.Black, (branch, Weights - (BoxHeight / 2)), (branch, Activation + (BoxHeight / 2)));
        sheet.Text("z(t)", branch + 7, ((Weights + Activation) / 2) + 4);
        Box(canvas, sheet, branch, Activation, "f");
        float from = Activation - (BoxHeight / 2);
        if (residual)
        {
            Arrow(canvas, ResidualColour, (branch, from), (branch, Sum), (line + 8, Sum));
            Plus(canvas, line, Sum);
            Arrow(canvas, StateColour, (line, Sum - 8), (line, After + 4));
            sheet.Text("y(t)", branch + 7, ((Sum + from) / 2) + 4, colour: ResidualColour);
        }
        else
        {
            Arrow(canvas, ResidualColour, (line, from), (line, After + 4));
            sheet.Text("y(t)", line + 7, from - 12, colour: ResidualColour);
        }

        Node(canvas, line, After);
        sheet.Text(residual ? "x(t)" : "x(t) = y(t)", line - (residual ? 30 : 66), After + 4, colour: StateColour);
        Dots(canvas, line, (After + Last) / 2);
        Node(canvas, line, Last);
        sheet.Text("x(T)", line - 32, Last + 4, colour: StateColour);
        Arrow(canvas, StateColour, (line, Last), (line, Classifier + 10));
        Box(canvas, sheet, line, Classifier, "K, c", 20);
        Arrow(canvas, SKColors.Black, (line, Classifier - 10), (line, Logits));
        sheet.Text("logits", line + 8, Logits + 6);

        float formulas = left + 225;
        sheet.Text("z(t) = W x(t−1) + b", formulas, Weights + 4);
        sheet.Text("y(t) = f(z(t))", formulas, Activation + 4);
        sheet.Text(residual ? "x(t) = x(t−1) + y(t)" : "x(t) = y(t)", formulas, Sum + 18);
        sheet.Text("logits = K x(T) + c", formulas, Classifier + 4);
    }

    private static void Box(SKCanvas canvas, Sheet sheet, float x, float y, string text, float height = BoxHeight)
    {
        using SKPaint fill = new() { Color = SKColors.White, IsAntialias = true }, stroke = Stroke(SKColors.Black, 1);
        SKRect rectangle = SKRect.Create(x - (BoxWidth / 2), y - (height / 2), BoxWidth, height);
        canvas.DrawRoundRect(rectangle, 3, 3, fill);
        canvas.DrawRoundRect(rectangle, 3, 3, stroke);
        using SKFont font = new(FigureFonts.Get(bold: false), FigureStyle.TextSize);
        sheet.Text(text, x - (font.MeasureText(text) / 2), y + 3.5f);
    }

    private static void Plus(SKCanvas canvas, float x, float y)
    {
        using SKPaint fill = new() { Color = SKColors.White, IsAntialias = true }, stroke = Stroke(SKColors.Black, 1);
        canvas.DrawCircle(x, y, 8, fill);
        canvas.DrawCircle(x, y, 8, stroke);
        canvas.DrawLine(x - 4, y, x + 4, y, stroke);
        canvas.DrawLine(x, y - 4, x, y + 4, stroke);
    }

    private static void Node(SKCanvas canvas, float x, float y)
    {
        using SKPaint fill = new() { Color = StateColour, IsAntialias = true };
        canvas.DrawCircle(x, y, 3.5f, fill);
    }

    // The layers that are not drawn.
    private static void Dots(SKCanvas canvas, float x, float y)
    {
        using SKPaint fill = new() { Color = Grey, IsAntialias = true };
        for (int i = -1; i <= 1; i++)
        {
            canvas.DrawCircle(x, y + (6 * i), 1.5f, fill);
        }
    }

    private static void Arrow(SKCanvas canvas, SKColor colour, params (float X, float Y)[] points)
    {
        const float Length = 7, Width = 3.2f;
        (float X, float Y) end = points[^1], before = points[^2];
        (float x, float y) = (Math.Sign(end.X - before.X), Math.Sign(end.Y - before.Y)); // lines are level or upright
        using SKPaint stroke = Stroke(colour, 1.5f), fill = new() { Color = colour, IsAntialias = true };
        for (int i = 1; i < points.Length; i++)
        {
            bool last = i == points.Length - 1;
            canvas.DrawLine(points[i - 1].X, points[i - 1].Y, points[i].X - (last ? x * Length : 0), points[i].Y - (last ? y * Length : 0), stroke);
        }

        using SKPath head = new();
        head.MoveTo(end.X, end.Y);
        head.LineTo(end.X - (x * Length) + (y * Width), end.Y - (y * Length) + (x * Width));
        head.LineTo(end.X - (x * Length) - (y * Width), end.Y - (y * Length) - (x * Width));
        head.Close();
        canvas.DrawPath(head, fill);
    }

    private static SKPaint Stroke(SKColor colour, float width) => new()
    {
        Color = colour,
        StrokeWidth = width,
        IsStroke = true,
        IsAntialias = true,
        StrokeCap = SKStrokeCap.Round,
    };
}
