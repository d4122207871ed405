using Osler.Core.Faults;
using Osler.Imaging.Files;
using static NetVips.Enums;

namespace Osler.Imaging.Tests.Jpeg;

/// <summary>Damage that libjpeg fills with the last colour and only warns of.</summary>
public sealed class DamagedJpegTests
{
    private static readonly DrawnJpeg s_drawn = new(160, 120, false, 90, ForeignSubsample.Auto, false, 8);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_picture_whose_second_half_is_missing_is_refused_though_it_has_its_end(bool isShrunk)
    {
        byte[] sound = s_drawn.Encoded();
        byte[] half = [.. sound.AsSpan(0, sound.Length / 2), 0xFF, 0xD9];
        ImageTarget? target = isShrunk ? new(40, 30) : null;
        Assert.NotNull(ImageFile.Read(sound, "sound.jpg", target));
        var fault = Assert.Throws<DataException>(() => ImageFile.Read(half, "half.jpg", target));
        Assert.Contains("can't be decoded", fault.Message);
        Assert.Contains("half.jpg", fault.Message);
    }

    [Fact]
    public void Bytes_between_segments_are_no_damage()
    {
        byte[] sound = s_drawn.Encoded();
        byte[] padded = [.. sound.AsSpan(0, sound.Length - 2), 0, 0, 0, 0xFF, 0xD9];
        Assert.True(
            ImageFile.Read(sound, "sound.jpg").Bytes.SequenceEqual(ImageFile.Read(padded, "padded.jpg").Bytes)
        );
    }
}
