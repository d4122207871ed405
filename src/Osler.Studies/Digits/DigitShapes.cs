using System.Collections.Immutable;

namespace Osler.Studies;

/// <summary>How the ten digits are written: strokes of a pen as points that a smooth curve goes through.</summary>
/// <remarks>Coordinates from 0 (left, top) to 1 (right, bottom). Several habits of writing for most digits.</remarks>
internal static class DigitShapes
{
    /// <summary>The ways to write each digit, [10][ways][strokes][points].</summary>
    public static ImmutableArray<ImmutableArray<double[][]>> All { get; } =
    [
        [ // 0: closed from the top, round or narrow
            [
                [.5, .05, .2, .2, .12, .5, .2, .8, .5, .95, .8, .8, .88, .5, .8, .2, .5, .05],
            ],
            [
                [.55, .05, .33, .25, .28, .55, .38, .85, .55, .95, .7, .78, .75, .45, .68, .18, .5, .05],
            ],
        ],
        [ // 1: a line; with an upstroke; with upstroke and foot
            [
                [.52, .05, .5, .5, .48, .95],
            ],
            [
                [.3, .28, .42, .18, .55, .05],
                [.55, .05, .54, .5, .53, .95],
            ],
            [
                [.32, .25, .52, .06],
                [.52, .06, .52, .5, .52, .94],
                [.3, .94, .74, .94],
            ],
        ],
        [ // 2: flat foot; looped foot
            [
                [.18, .25, .32, .08, .6, .06, .78, .22, .72, .45, .45, .7, .16, .93],
                [.16, .93, .5, .92, .86, .93],
            ],
            [
                [.2, .2, .5, .05, .78, .22, .66, .5, .3, .82, .18, .88, .26, .76, .5, .86, .86, .9],
            ],
        ],
        [ // 3: round; flat top
            [
                [.2, .15, .5, .05, .76, .2, .68, .4, .42, .48, .72, .56, .82, .75, .55, .95, .18, .86],
            ],
            [
                [.2, .07, .78, .07],
                [.78, .07, .45, .42],
                [.45, .42, .75, .5, .82, .74, .55, .94, .18, .86],
            ],
        ],
        [ // 4: open; closed
            [
                [.25, .06, .2, .3, .18, .55],
                [.18, .55, .5, .54, .85, .5],
                [.7, .1, .68, .5, .64, .95],
            ],
            [
                [.66, .95, .66, .5, .66, .06],
                [.66, .06, .4, .35, .14, .66],
                [.14, .66, .5, .66, .88, .65],
            ],
        ],
        [ // 5: in two strokes; in one
            [
                [.3, .08, .27, .42],
                [.27, .42, .55, .36, .8, .52, .78, .8, .5, .95, .18, .86],
                [.3, .08, .78, .07],
            ],
            [
                [.76, .07, .5, .07, .32, .1, .28, .42, .55, .38, .8, .58, .72, .85, .45, .95, .2, .86],
            ],
        ],
        [ // 6: wide; upright
            [
                [.72, .06, .4, .2, .2, .52, .22, .82, .5, .95, .76, .8, .72, .58, .48, .5, .24, .66],
            ],
            [
                [.5, .04, .34, .3, .26, .62, .36, .9, .6, .93, .72, .74, .58, .56, .38, .6, .28, .74],
            ],
        ],
        [ // 7: plain; with a bar
            [
                [.16, .1, .5, .08, .84, .08],
                [.84, .08, .6, .45, .42, .95],
            ],
            [
                [.16, .12, .84, .08],
                [.84, .08, .6, .45, .42, .95],
                [.34, .5, .74, .48],
            ],
        ],
        [ // 8: crossed; two circles
            [
                [
                    .72,
                    .18,
                    .5,
                    .05,
                    .28,
                    .2,
                    .4,
                    .42,
                    .65,
                    .6,
                    .76,
                    .8,
                    .5,
                    .95,
                    .24,
                    .8,
                    .36,
                    .58,
                    .62,
                    .42,
                    .72,
                    .18,
                ],
            ],
            [
                [.5, .05, .3, .15, .3, .35, .5, .46, .7, .35, .7, .15, .5, .05],
                [.5, .46, .24, .58, .24, .84, .5, .95, .76, .84, .76, .58, .5, .46],
            ],
        ],
        [ // 9: straight leg; curved leg
            [
                [.76, .25, .55, .06, .28, .16, .26, .42, .5, .52, .74, .36, .76, .22],
                [.76, .22, .74, .6, .68, .95],
            ],
            [
                [.74, .2, .5, .06, .26, .2, .3, .44, .55, .5, .74, .3, .76, .15, .78, .5, .62, .85, .32, .92],
            ],
        ],
    ];

    /// <summary>The corners of a smooth curve through a stroke's points (a Catmull-Rom spline), [x, y] after each other.</summary>
    /// <param name="stroke">Two coordinates a point.</param>
    /// <param name="pieces">Straight pieces between two points.</param>
    public static double[] Smooth(ReadOnlySpan<double> stroke, int pieces)
    {
        int points = stroke.Length / 2;
        var corners = new List<double>(2 * (points * pieces + 1));
        for (int i = 0; i + 1 < points; i++)
        for (int piece = 0; piece < pieces; piece++)
        {
            double t = (double)piece / pieces;
            corners.Add(At(stroke, i, t, 0));
            corners.Add(At(stroke, i, t, 1));
        }
        corners.Add(stroke[^2]);
        corners.Add(stroke[^1]);
        return [.. corners];
    }

    private static double At(ReadOnlySpan<double> stroke, int i, double t, int axis)
    {
        int last = stroke.Length / 2 - 1;
        double before = stroke[2 * Math.Max(0, i - 1) + axis];
        double from = stroke[2 * i + axis];
        double to = stroke[2 * (i + 1) + axis];
        double after = stroke[2 * Math.Min(last, i + 2) + axis];
        double slope = (to - before) / 2;
        double end = (after - from) / 2;
        double t2 = t * t;
        double t3 = t2 * t;
        return (2 * t3 - 3 * t2 + 1) * from
            + (t3 - 2 * t2 + t) * slope
            + (3 * t2 - 2 * t3) * to
            + (t3 - t2) * end;
    }
}
