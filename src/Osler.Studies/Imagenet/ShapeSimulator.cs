using System.Collections.Immutable;
using System.Security.Cryptography;
using Osler.Core.Chance;
using Osler.Core.Metrics;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Studies;

/// <summary>Draws one thing an image, with the box around it: four shapes in three textures, on a ground of soft patches.</summary>
/// <remarks>
/// Colour images of 72 to 112 pixels a side. The last fifth is the test part. Each image's draws are keyed by its number; an
/// image is drawn when it is first asked for, and kept.
/// </remarks>
internal sealed class ShapeSimulator : IImageSource
{
    /// <summary>The cohort's name in a study file.</summary>
    public const string Cohort = "shapes";

    private static readonly string[] Shapes = ["disc", "square", "triangle", "cross"];
    private static readonly string[] Textures = ["plain", "striped", "checked"];

    private readonly long _seed;
    private readonly (Raster Image, PixelBox Box)?[] _drawn;
    private readonly Lock _lock = new();

    private ShapeSimulator(long seed, ImageLabels labels)
    {
        (_seed, Labels) = (seed, labels);
        _drawn = new (Raster, PixelBox)?[labels.Count];
    }

    public string Name => "simulated shapes";

    public int Count => Labels.Count;

    public ImageLabels Labels { get; }

    public bool HasBoxes => true;

    public string Fingerprint =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"shapes 1 {_seed} {Count}"))
            )
        );

    /// <summary>The images.</summary>
    /// <param name="images">How many.</param>
    /// <param name="seed">Decides every draw.</param>
    public static ShapeSimulator Draw(int images, long seed)
    {
        ImmutableArray<string> names =
        [
            .. Textures.SelectMany(texture => Shapes.Select(shape => $"{texture} {shape}")),
        ];
        return new ShapeSimulator(
            seed,
            new ImageLabels(
                LabelKind.Classes,
                names,
                [.. Enumerable.Range(0, images).Select(i => (float)(i % names.Length))]
            )
        );
    }

    public ImageCase Case(int index) =>
        new(
            FormattableString.Invariant($"image {index + 1}"),
            index < (long)Count * 4 / 5 ? GivenPart.Train : GivenPart.Test
        );

    public IImage Read(int index) => Drawn(index).Image;

    public ImmutableArray<PixelBox> Boxes(int index) => [Drawn(index).Box];

    private (Raster Image, PixelBox Box) Drawn(int index)
    {
        lock (_lock)
            if (_drawn[index] is { } known)
                return known;
        var made = Make(index);
        lock (_lock)
            _drawn[index] = made;
        return made;
    }

    private (Raster Image, PixelBox Box) Make(int index)
    {
        var scene = Scene.Draw(_seed, index);
        int kind = Labels.Class(index)!.Value;
        byte[] samples = new byte[scene.Height * scene.Width * 3];
        for (int row = 0; row < scene.Height; row++)
        for (int column = 0; column < scene.Width; column++)
            scene.Colour(row, column, kind, samples.AsSpan((row * scene.Width + column) * 3, 3));
        int shape = kind % Shapes.Length;
        (int left, int top, int right, int bottom) = (scene.Width, scene.Height, 0, 0);
        for (int row = 0; row < scene.Height; row++)
        for (int column = 0; column < scene.Width; column++)
            if (scene.Covers(row, column, shape))
                (left, top, right, bottom) = (
                    Math.Min(left, column),
                    Math.Min(top, row),
                    Math.Max(right, column),
                    Math.Max(bottom, row)
                );
        return (
            Raster.OfBytes(scene.Height, scene.Width, Photometric.Rgb, samples),
            new PixelBox(left, top, right, bottom)
        );
    }

    public void Dispose() { }

    /// <summary>What was drawn for one image.</summary>
    /// <param name="Height">Rows.</param>
    /// <param name="Width">Columns.</param>
    /// <param name="Row">The thing's middle.</param>
    /// <param name="Column">The thing's middle.</param>
    /// <param name="Radius">Half of its size, pixels.</param>
    /// <param name="Turn">Radians.</param>
    /// <param name="Colours">[3, 3]: the thing's colour, its texture's second one, the ground's; 0 to 255.</param>
    /// <param name="Waves">[4, 4]: soft patches of the ground: frequencies down and across, phase, strength.</param>
    /// <param name="Noise">Keys the grain of each pixel.</param>
    private sealed record Scene(
        int Height,
        int Width,
        double Row,
        double Column,
        double Radius,
        double Turn,
        double[] Colours,
        double[] Waves,
        ulong Noise
    )
    {
        public static Scene Draw(long seed, int index)
        {
            var random = new KeyedRandom(seed, "shape", 0, index);
            double Between(double low, double high) => low + (high - low) * random.NextDouble();
            (int height, int width) = (random.Next(72, 113), random.Next(72, 113));
            double radius = Between(13, 26);
            double row = Between(radius, height - radius);
            double column = Between(radius, width - radius);
            double turn = Between(-0.4, 0.4);
            double[] colours = new double[9];
            // Thing, second colour and ground differ in brightness, whichever is the brighter.
            bool bright = random.Next(2) == 0;
            for (int channel = 0; channel < 3; channel++)
            {
                colours[channel] = bright ? Between(170, 250) : Between(5, 85);
                colours[3 + channel] = bright ? Between(5, 85) : Between(170, 250);
                colours[6 + channel] = Between(95, 160);
            }
            double[] waves = new double[16];
            for (int i = 0; i < waves.Length; i += 4)
                (waves[i], waves[i + 1], waves[i + 2], waves[i + 3]) = (
                    Between(-0.15, 0.15),
                    Between(-0.15, 0.15),
                    Between(0, 2 * Math.PI),
                    Between(3, 12)
                );
            return new(height, width, row, column, radius, turn, colours, waves, random.NextBits());
        }

        public bool Covers(int row, int column, int shape)
        {
            var (u, v) = Own(row, column);
            return shape switch
            {
                0 => u * u + v * v <= 1,
                1 => Math.Abs(u) <= 0.8 && Math.Abs(v) <= 0.8,
                2 => v <= 0.6 && v >= Math.Sqrt(3) * Math.Abs(u) - 1,
                _ => Math.Min(Math.Abs(u), Math.Abs(v)) <= 0.3 && Math.Max(Math.Abs(u), Math.Abs(v)) <= 1,
            };
        }

        public void Colour(int row, int column, int kind, Span<byte> pixel)
        {
            double grain = 0;
            for (int i = 0; i < Waves.Length; i += 4)
                grain += Waves[i + 3] * Math.Sin(Waves[i] * row + Waves[i + 1] * column + Waves[i + 2]);
            int from = 6;
            if (Covers(row, column, kind % Shapes.Length))
            {
                (from, grain) = (Second(row, column, kind / Shapes.Length) ? 3 : 0, 0);
            }
            grain += (Hash((ulong)(row * Width + column)) - 0.5) * 24;
            for (int channel = 0; channel < 3; channel++)
                pixel[channel] = (byte)Math.Clamp(Colours[from + channel] + grain, 0, 255);
        }

        private bool Second(int row, int column, int texture)
        {
            var (u, v) = Own(row, column);
            bool across = (int)Math.Floor((u + 4) * 3) % 2 == 0;
            bool down = (int)Math.Floor((v + 4) * 3) % 2 == 0;
            return texture switch
            {
                0 => false,
                1 => across,
                _ => across != down,
            };
        }

        // In radii from the middle, turned upright.
        private (double U, double V) Own(int row, int column)
        {
            (double y, double x) = ((row + 0.5 - Row) / Radius, (column + 0.5 - Column) / Radius);
            (double sin, double cos) = Math.SinCos(Turn);
            return (cos * x + sin * y, cos * y - sin * x);
        }

        // An even number in [0, 1) of a pixel (splitmix64).
        private double Hash(ulong pixel)
        {
            ulong z = Noise + (pixel + 1) * 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
