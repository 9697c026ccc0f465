using System.Collections.Immutable;

namespace Residua.Data;

/// <summary>
/// How the ten digits are written: for each class several ways, each of one or more strokes.
/// A stroke is a list of points (x to the right, y downwards, both in [0, 1]) that a smooth curve passes through;
/// a point given twice is a corner.
/// </summary>
internal static class StrokeGlyphs
{
    private static readonly ImmutableArray<ImmutableArray<ImmutableArray<Point>>>[] Classes =
    [
        // 0: a closed loop, a loop with crossing ends, a loop left open at the top
        [
            [Stroke(.55, 0, .14, .17, 0, .55, .17, .9, .5, 1, .86, .84, 1, .45, .84, .12, .55, 0)],
            [Stroke(.7, .1, .42, .01, .1, .22, 0, .6, .22, .95, .6, .98, .95, .7, .97, .3, .72, .04, .38, .08)],
            [Stroke(.4, .04, .08, .3, .05, .72, .38, 1, .8, .86, .98, .5, .88, .16, .62, .02, .5, .06)],
        ],
        // 1: a bar, a bar with a flag, a bar with flag and foot
        [
            [Stroke(.52, 0, .5, .5, .48, 1)],
            [Stroke(.22, .24, .4, .14, .55, 0, .55, 0, .54, .5, .54, 1)],
            [Stroke(.2, .25, .52, 0, .52, 0, .52, 1), Stroke(.18, 1, .85, 1)],
        ],
        // 2: an angular base, a looped base, a long neck
        [
            [Stroke(.05, .24, .28, .03, .68, .01, .92, .25, .74, .56, .36, .82, .02, 1, .02, 1, .5, .98, 1, .98)],
            [Stroke(.06, .2, .35, 0, .78, .06, .86, .34, .58, .68, .22, .95, .02, .95, .1, .8, .42, .86, .7, .98, 1, .9)],
            [Stroke(.12, .12, .5, 0, .85, .16, .8, .42, .45, .75, .05, .99, .05, .99, .95, .95)],
        ],
        // 3: two bowls, a flat top, bowls that meet in a small loop
        [
            [Stroke(.06, .14, .42, 0, .86, .14, .8, .38, .4, .48, .4, .48, .86, .58, .95, .82, .55, 1, .03, .9)],
            [Stroke(.05, .02, .48, .01, .9, 0, .9, 0, .42, .42, .42, .42, .88, .55, .93, .82, .55, 1, .02, .92)],
            [Stroke(.08, .1, .5, 0, .85, .2, .6, .45, .32, .5, .42, .42, .72, .52, .95, .75, .6, 1, .05, .88)],
        ],
        // 4: open and angular, closed, open and round
        [
            [Stroke(.2, .02, .12, .3, .02, .58, .02, .58, .5, .57, 1, .54), Stroke(.76, .12, .73, .5, .7, 1)],
            [Stroke(.68, 0, .35, .34, 0, .67, 0, .67, .5, .67, 1, .66), Stroke(.68, 0, .68, .5, .66, 1)],
            [Stroke(.06, .02, .03, .32, .2, .52, .55, .52, .88, .42), Stroke(.9, 0, .88, .45, .8, 1)],
        ],
        // 5: one stroke, a separate top bar, round without a corner at the neck
        [
            [Stroke(.92, .01, .5, .01, .18, .02, .18, .02, .1, .42, .1, .42, .5, .36, .93, .58, .82, .9, .4, 1, .02, .9)],
            [Stroke(.25, .05, .16, .45, .16, .45, .6, .4, .95, .66, .72, .96, .35, 1, .05, .92), Stroke(.25, .05, .6, .03, 1, 0)],
            [Stroke(.9, .0, .55, .02, .25, .08, .16, .36, .42, .44, .8, .55, .84, .82, .48, 1, .04, .95)],
        ],
        // 6: a curved back, a straight back, a wide loop
        [
            [Stroke(.78, .02, .36, .2, .06, .58, .12, .9, .5, 1, .88, .86, .82, .6, .48, .54, .1, .74)],
            [Stroke(.55, 0, .3, .32, .08, .68, .22, .96, .6, .99, .86, .78, .66, .58, .32, .64, .12, .82)],
            [Stroke(.9, .08, .5, .04, .14, .32, .02, .7, .3, .99, .78, .96, .98, .7, .7, .46, .28, .52, .06, .7)],
        ],
        // 7: plain, with a bar, with a serif
        [
            [Stroke(.02, .04, .5, .03, .97, 0, .97, 0, .62, .45, .4, 1)],
            [Stroke(.05, .03, .5, .02, .95, .02, .95, .02, .66, .45, .42, 1), Stroke(.28, .52, .55, .5, .86, .49)],
            [Stroke(.03, .2, .06, .02, .06, .02, .5, .05, .94, 0, .94, 0, .6, .5, .48, 1)],
        ],
        // 8: one crossing stroke, two rings, a small head
        [
            [Stroke(.88, .16, .52, 0, .14, .16, .3, .38, .7, .58, .93, .8, .52, 1, .08, .82, .28, .58, .68, .4, .88, .16)],
            [Stroke(.5, 0, .14, .22, .5, .46, .86, .22, .5, 0), Stroke(.5, .46, .05, .73, .5, 1, .95, .73, .5, .46)],
            [Stroke(.72, .06, .4, .02, .26, .2, .5, .38, .86, .62, .8, .92, .4, 1, .06, .8, .26, .56, .6, .36, .78, .18, .72, .06)],
        ],
        // 9: a straight stem, a hooked tail, a leaning tail
        [
            [Stroke(.88, .2, .52, 0, .1, .2, .2, .48, .6, .48, .88, .2, .88, .2, .87, .6, .84, 1)],
            [Stroke(.9, .24, .6, 0, .14, .12, .12, .42, .5, .52, .88, .26, .88, .26, .92, .62, .7, .96, .2, .96)],
            [Stroke(.82, .12, .42, 0, .08, .24, .28, .48, .7, .36, .86, .1, .86, .1, .72, .55, .45, 1)],
        ],
    ];

    /// <summary>The ways to write one digit, 0 to 9.</summary>
    public static ImmutableArray<ImmutableArray<ImmutableArray<Point>>> Of(int digit) => Classes[digit];

    private static ImmutableArray<Point> Stroke(params ReadOnlySpan<double> coordinates)
    {
        var points = ImmutableArray.CreateBuilder<Point>(coordinates.Length / 2);
        for (int k = 0; k < coordinates.Length; k += 2)
        {
            points.Add(new Point(coordinates[k], coordinates[k + 1]));
        }

        return points.MoveToImmutable();
    }
}
