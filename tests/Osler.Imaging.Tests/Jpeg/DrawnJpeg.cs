using CsCheck;
using NetVips;
using Osler.Core.Chance;

namespace Osler.Imaging.Tests.Jpeg;

/// <summary>A JPEG file of slopes with noise, by libvips.</summary>
internal sealed record DrawnJpeg(
    int Height,
    int Width,
    bool IsGrey,
    int Quality,
    Enums.ForeignSubsample Sampling,
    bool HasExif,
    long Seed
)
{
    public static Gen<DrawnJpeg> Any { get; } =
        from height in Gen.Int[1, 70]
        from width in Gen.Int[1, 70]
        from isGrey in Gen.Bool
        from quality in Gen.Int[1, 100]
        from sampling in Gen.Enum<Enums.ForeignSubsample>()
        from hasExif in Gen.Bool
        from seed in Gen.Long
        select new DrawnJpeg(height, width, isGrey, quality, sampling, hasExif, seed);

    /// <param name="restartInterval">Units between restarts; 0: none.</param>
    public byte[] Encoded(int restartInterval = 0)
    {
        var random = new KeyedRandom(Seed, "picture");
        int bands = IsGrey ? 1 : 3;
        byte[] samples = new byte[Height * Width * bands];
        for (int i = 0; i < samples.Length; i++)
            // Slopes with noise: what a picture's blocks hold.
            samples[i] = (byte)(i * 255L / samples.Length / 2 + random.Next(100));
        using var image = Image.NewFromMemory(samples, Width, Height, bands, Enums.BandFormat.Uchar);
        using var told = image.Copy(
            interpretation: IsGrey ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb
        );
        return told.JpegsaveBuffer(
            q: Quality,
            subsampleMode: Sampling,
            restartInterval: restartInterval,
            keep: HasExif ? Enums.ForeignKeep.All : Enums.ForeignKeep.None
        );
    }
}
