namespace Residua.Data;

/// <summary>
/// One hand writing one digit: takes points of the unit box to pixels by a smooth elastic displacement,
/// then scale, slant, rotation and shift. Only +, -, ×, ÷ and floor, so the result is the same on every machine.
/// </summary>
internal sealed class Handwriting
{
    private const int Waves = 4;
    private const double Jitter = 0.016;
    private const double Elasticity = 0.018;

    private readonly (double Fx, double Fy, double Phase, double Ax, double Ay)[] _waves = new (double, double, double, double, double)[Waves];
    private readonly double _width;
    private readonly double _height;
    private readonly double _slant;
    private readonly double _cos;
    private readonly double _sin;
    private readonly Point _centre;

    public Handwriting(ref SplitMix64 random)
    {
        for (int k = 0; k < Waves; k++)
        {
            _waves[k] = (random.Between(-1.1, 1.1), random.Between(-1.1, 1.1), random.Unit(), Elasticity * random.Bell(), Elasticity * random.Bell());
        }

        _height = random.Between(15, 19.5);
        _width = _height * random.Between(0.58, 0.83);
        _slant = 0.12 + 0.15 * random.Bell();
        double halfTangent = 0.045 * random.Bell();
        _cos = (1 - halfTangent * halfTangent) / (1 + halfTangent * halfTangent);
        _sin = 2 * halfTangent / (1 + halfTangent * halfTangent);
        _centre = new Point(14 + random.Between(-3, 3), 14 + random.Between(-3, 3));
    }

    /// <summary>A control point as the hand aims at it: moved a little, on its own.</summary>
    public static Point Aim(Point point, ref SplitMix64 random) =>
        new(point.X + Jitter * random.Bell(), point.Y + Jitter * random.Bell());

    /// <summary>Unit box -> pixels.</summary>
    public Point Place(Point point)
    {
        double x = point.X - 0.5;
        double y = point.Y - 0.5;
        foreach ((double fx, double fy, double phase, double ax, double ay) in _waves)
        {
            double wave = Wave(fx * point.X + fy * point.Y + phase);
            x += ax * wave;
            y += ay * wave;
        }

        double across = _width * x - _slant * _height * y;
        double down = _height * y;
        return new Point(_centre.X + _cos * across - _sin * down, _centre.Y + _sin * across + _cos * down);
    }

    // A sine of period 1 made of parabolas.
    private static double Wave(double turns)
    {
        double f = turns - Math.Floor(turns) - 0.5;
        return 8 * f * (1 - 2 * Math.Abs(f));
    }
}
