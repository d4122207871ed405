using Osler.Core.Faults;
using Osler.Imaging.Files;
using static NetVips.Enums;

namespace Osler.Imaging.Tests.Jpeg;

/// <summary>Damage that libjpeg fills with the last colour and only warns of, as it warns of oddities.</summary>
public sealed class DamagedJpegTests
{
    private static readonly byte[] s_end = [0xFF, 0xD9];
    private static readonly byte[] s_sound = Drawn(120).Encoded();

    /// <summary>Oddities that lose nothing: bytes between segments, a version of JFIF that there is not, Adobe's mark of a transform that there is not.</summary>
    public static TheoryData<string> Oddities => ["none", "bytes", "jfif", "adobe"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_picture_whose_second_half_is_missing_is_refused_though_it_has_its_end(bool isShrunk)
    {
        ImageTarget? target = isShrunk ? new(40, 30) : null;
        Assert.NotNull(ImageFile.Read(s_sound, "sound.jpg", target));
        Refused(Cut(s_sound, 2), target);
    }

    [Theory, MemberData(nameof(Oddities))]
    public void An_oddity_alone_is_read_and_hides_no_missing_half(string oddity)
    {
        byte[] odd = Odd(s_sound, oddity);
        Assert.True(
            ImageFile.Read(s_sound, "sound.jpg").Bytes.SequenceEqual(ImageFile.Read(odd, "odd.jpg").Bytes)
        );
        // The same by libvips, whose warnings stay until they are taken.
        VipsDecoder.Read(odd, ImageFormat.Jpeg, "odd.jpg", null, null);
        Refused(Cut(odd, 2));
        Assert.Throws<DataException>(() =>
            VipsDecoder.Read(Cut(s_sound, 2), ImageFormat.Jpeg, "half.jpg", null, null)
        );
    }

    [Fact]
    public void A_warning_does_not_stand_in_the_next_files_message()
    {
        VipsDecoder.Read(Odd(s_sound, "bytes"), ImageFormat.Jpeg, "odd.jpg", null, null);
        byte[] png = File.ReadAllBytes(Found.Golden("files/rgb.png"));
        var fault = Assert.Throws<DataException>(() => ImageFile.Read(png[..(png.Length / 2)], "half.png"));
        Assert.DoesNotContain("JPEG", fault.Message);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(28)]
    [InlineData(64)]
    public void A_low_picture_that_lacks_the_end_of_its_last_row_is_refused(int rows) =>
        Refused(Cut(Drawn(rows).Encoded(), 1.05));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_lost_restart_is_refused_since_all_after_it_is_shifted(bool isLast)
    {
        byte[] restarted = Drawn(120).Encoded(restartInterval: 5);
        Assert.NotNull(ImageFile.Read(restarted, "sound.jpg"));
        var restarts = Restarted(restarted);
        Assert.True(restarts.Count > 10);
        (int from, int to) = isLast ? (restarts[^1], restarted.Length - 2) : (restarts[3], restarts[4]);
        Refused([.. restarted.AsSpan(0, from), .. restarted.AsSpan(to)]);
    }

    [Fact]
    public void A_few_bytes_that_claim_a_huge_picture_are_refused_before_it_is_made()
    {
        byte[] few = Cut(s_sound, 4);
        int size = few.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]) + 5;
        few[size] = few[size + 2] = 0x20;
        Refused(few);
    }

    private static DrawnJpeg Drawn(int rows) => new(rows, 120, false, 90, ForeignSubsample.Off, false, 8);

    private static byte[] Cut(byte[] file, double share) =>
        [.. file.AsSpan(0, (int)(file.Length / share)), .. s_end];

    private static byte[] Odd(byte[] file, string oddity) =>
        oddity switch
        {
            "bytes" => [.. file.AsSpan(0, Second(file)), 0, 0, 0, .. file.AsSpan(Second(file))],
            "jfif" =>
            [
                .. file.AsSpan(0, 2),
                0xFF,
                0xE0,
                0,
                16,
                .. "JFIF\0"u8,
                9,
                1,
                0,
                0,
                1,
                0,
                1,
                0,
                0,
                .. file.AsSpan(2),
            ],
            "adobe" =>
            [
                .. file.AsSpan(0, 2),
                0xFF,
                0xEE,
                0,
                14,
                .. "Adobe"u8,
                0,
                100,
                0,
                0,
                0,
                0,
                2,
                .. file.AsSpan(2),
            ],
            _ => file,
        };

    private static int Second(byte[] file) => 4 + (file[4] << 8 | file[5]);

    private static List<int> Restarted(byte[] file)
    {
        var places = new List<int>();
        for (int at = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]); at + 1 < file.Length; at++)
            if (file[at] == 0xFF && file[at + 1] is >= 0xD0 and <= 0xD7)
                places.Add(at);
        return places;
    }

    private static void Refused(byte[] file, ImageTarget? target = null)
    {
        var fault = Assert.Throws<DataException>(() => ImageFile.Read(file, "damaged.jpg", target));
        Assert.Contains("can't be decoded", fault.Message);
        Assert.Contains("damaged.jpg", fault.Message);
    }
}
