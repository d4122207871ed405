using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Imaging.Tests.Sources;

public sealed class ArrayFileTests
{
    [Theory]
    [InlineData("<i2", -700, 600, -700, 600, true)]
    [InlineData("<i2", 0, 600, 0, 65_535, false)]
    [InlineData("<i2", 0, 1, 0, 255, false)]
    [InlineData("<f4", 0, 1, 0, 1, false)]
    [InlineData("<f4", 0, 200, 0, 255, false)]
    [InlineData("<f4", -700, 600, -700, 600, true)]
    public void Numbers_whose_kind_states_no_range_have_the_first_usual_one_that_holds_them(
        string kind,
        int low,
        int high,
        float black,
        float white,
        bool isOwn
    )
    {
        var due = new SampleRange(black, white) { IsOwn = isOwn, IsGuessed = !isOwn };
        Assert.Equal(due, Read(kind, "1, 2", low, high).Range);
        using var picture = NetVips
            .Image.NewFromArray(
                new double[,]
                {
                    { low, high },
                }
            )
            .Cast(kind == "<i2" ? NetVips.Enums.BandFormat.Short : NetVips.Enums.BandFormat.Float);
        Assert.Equal(due, FileSource.Decode(picture.TiffsaveBuffer(), "a.tif").Range);
    }

    [Fact]
    public void Unsigned_words_have_the_range_of_their_kind() =>
        Assert.Equal(SampleRange.Words, Read("<u2", "1, 2", 3, 9).Range);

    [Theory]
    [InlineData("1, 3, 2", 3, 2)]
    [InlineData("1, 2, 3", 1, 2)]
    public void One_slice_is_a_still_image_and_three_channels_are_colour(
        string shape,
        int height,
        int width
    ) => Assert.Equal([height, width], Assert.IsType<Raster>(Read("<u2", shape, 1, 2, 3, 4, 5, 6)).Axes);

    private static IImage Read(string kind, string shape, params int[] values)
    {
        string head = $"{{'descr': '{kind}', 'fortran_order': False, 'shape': ({shape}), }}".PadRight(117);
        var bytes = new List<byte>([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(head), 10]);
        byte[] number = new byte[int.Parse(kind[2..], CultureInfo.InvariantCulture)];
        foreach (int value in values)
        {
            if (kind == "<f4")
                BinaryPrimitives.WriteSingleLittleEndian(number, value);
            else
                BinaryPrimitives.WriteInt16LittleEndian(number, (short)value);
            bytes.AddRange(number);
        }
        return FileSource.Decode([.. bytes], "a.npy");
    }
}
