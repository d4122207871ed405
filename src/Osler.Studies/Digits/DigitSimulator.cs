using System.Security.Cryptography;
using Osler.Core.Chance;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Studies;

/// <summary>Draws handwritten digits: each writer has a habit, a slant, a pen and an unsteady hand.</summary>
/// <remarks>
/// Images are 28 x 28 bytes, white ink on black, centred by their mass as MNIST's are. Every writer writes each of the ten
/// digits once, and is the patient; the last fifth of the writers are the test part, whom training never sees.
/// </remarks>
internal sealed class DigitSimulator : IImageSource
{
    /// <summary>The cohort's name in a study file.</summary>
    public const string Cohort = "digits";

    private const int Side = 28;
    private const double Glyph = 20; // pixels of the box that a digit is written in

    private readonly byte[] _pixels;

    private DigitSimulator(byte[] pixels, ImageLabels labels, string fingerprint) =>
        (_pixels, Labels, Fingerprint) = (pixels, labels, fingerprint);

    public string Name => "simulated digits";

    public string Fingerprint { get; }

    public int Count => Labels.Count;

    public ImageLabels Labels { get; }

    /// <summary>Draws the digits.</summary>
    /// <param name="writers">How many people write; each writes ten digits.</param>
    /// <param name="seed">Decides every draw.</param>
    public static DigitSimulator Draw(int writers, long seed)
    {
        byte[] pixels = new byte[checked(writers * 10 * Side * Side)];
        float[] labels = new float[writers * 10];
        Parallel.For(
            0,
            writers,
            writer =>
            {
                var hand = Hand.Draw(new KeyedRandom(seed, "writer", 0, writer));
                for (int digit = 0; digit < 10; digit++)
                {
                    int index = writer * 10 + digit;
                    labels[index] = digit;
                    Write(
                        hand,
                        digit,
                        new KeyedRandom(seed, "digit", 0, index),
                        pixels.AsSpan(index * Side * Side, Side * Side)
                    );
                }
            }
        );
        return new DigitSimulator(
            pixels,
            new ImageLabels(
                LabelKind.Classes,
                [
                    .. Enumerable
                        .Range(0, 10)
                        .Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ],
                labels
            ),
            Convert.ToHexStringLower(SHA256.HashData(pixels))
        );
    }

    public ImageCase Case(int index) =>
        new(
            FormattableString.Invariant($"writer {index / 10 + 1}, digit {index % 10}"),
            index / 10 < Count / 10 * 4 / 5 ? GivenPart.Train : GivenPart.Test,
            FormattableString.Invariant($"{index / 10}")
        );

    public IImage Read(int index) =>
        Raster.OfBytes(
            Side,
            Side,
            Photometric.Grey,
            _pixels.AsSpan(index * Side * Side, Side * Side).ToArray()
        );

    public void Dispose() { }

    private static void Write(Hand hand, int digit, KeyedRandom random, Span<byte> pixels)
    {
        var ways = DigitShapes.All[digit];
        double[][] strokes = ways[hand.Habits[digit] % ways.Length];
        double size = Glyph * Math.Exp(0.06 * random.NextNormal());
        double turn = hand.Turn + 0.05 * random.NextNormal();
        double slant = hand.Slant + 0.05 * random.NextNormal();
        double width = hand.Width * Math.Exp(0.08 * random.NextNormal());
        double pen = Math.Max(0.8, hand.Pen + 0.15 * random.NextNormal());
        var curves = new List<double[]>();
        foreach (double[] stroke in strokes)
        {
            double[] shaken = new double[stroke.Length];
            for (int i = 0; i < stroke.Length; i++)
                shaken[i] = stroke[i] + hand.Tremor * random.NextNormal();
            double[] curve = DigitShapes.Smooth(shaken, 8);
            for (int i = 0; i < curve.Length; i += 2)
            {
                double y = curve[i + 1] - 0.5;
                double x = (curve[i] - 0.5) * width - slant * y;
                curve[i] = size * (Math.Cos(turn) * x - Math.Sin(turn) * y);
                curve[i + 1] = size * (Math.Sin(turn) * x + Math.Cos(turn) * y);
            }
            curves.Add(curve);
        }
        float[] ink = new float[Side * Side];
        var (centreX, centreY) = Ink(curves, pen, ink, 0, 0);
        Array.Clear(ink);
        Ink(curves, pen, ink, centreX, centreY);
        for (int i = 0; i < ink.Length; i++)
            pixels[i] = (byte)Math.Round(255 * ink[i]);
    }

    // Inks the curves so that the point (x, y) comes to the middle; gives the centre of mass of the ink.
    private static (double X, double Y) Ink(
        List<double[]> curves,
        double pen,
        float[] ink,
        double x,
        double y
    )
    {
        const double middle = (Side - 1) / 2.0;
        double mass = 1e-9;
        double sumX = 0;
        double sumY = 0;
        for (int row = 0; row < Side; row++)
        for (int column = 0; column < Side; column++)
        {
            double far = double.MaxValue;
            foreach (double[] curve in curves)
                for (int i = 0; i + 3 < curve.Length; i += 2)
                    far = Math.Min(
                        far,
                        Distance(
                            column - middle + x,
                            row - middle + y,
                            curve[i],
                            curve[i + 1],
                            curve[i + 2],
                            curve[i + 3]
                        )
                    );
            double value = Math.Clamp(pen / 2 + 0.6 - Math.Sqrt(far), 0, 1);
            ink[row * Side + column] = (float)value;
            mass += value;
            sumX += value * (column - middle + x);
            sumY += value * (row - middle + y);
        }
        return (sumX / mass, sumY / mass);
    }

    // Square of the distance from a point to a straight piece.
    private static double Distance(double x, double y, double x1, double y1, double x2, double y2)
    {
        double dx = x2 - x1;
        double dy = y2 - y1;
        double length = dx * dx + dy * dy;
        double t = length == 0 ? 0 : Math.Clamp(((x - x1) * dx + (y - y1) * dy) / length, 0, 1);
        double ex = x1 + t * dx - x;
        double ey = y1 + t * dy - y;
        return ex * ex + ey * ey;
    }

    /// <summary>How somebody writes.</summary>
    /// <param name="Habits">Which way to write each digit.</param>
    /// <param name="Slant">Shift to the right from the middle to the top, in heights.</param>
    /// <param name="Turn">Of the whole digit, radians.</param>
    /// <param name="Width">Width of a digit against its height.</param>
    /// <param name="Pen">Breadth of the pen, pixels.</param>
    /// <param name="Tremor">Standard deviation of each point, in heights.</param>
    private sealed record Hand(
        int[] Habits,
        double Slant,
        double Turn,
        double Width,
        double Pen,
        double Tremor
    )
    {
        public static Hand Draw(KeyedRandom random)
        {
            int[] habits = new int[10];
            foreach (ref int habit in habits.AsSpan())
                habit = random.Next(6);
            return new Hand(
                habits,
                0.15 + 0.18 * random.NextNormal(),
                0.08 * random.NextNormal(),
                0.75 * Math.Exp(0.15 * random.NextNormal()),
                1.6 + 1.6 * random.NextDouble(),
                0.015 + 0.025 * random.NextDouble()
            );
        }
    }
}
