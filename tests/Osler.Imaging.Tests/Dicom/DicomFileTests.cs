using System.Text;
using Osler.Core.Faults;
using Osler.Imaging.Dicom;

namespace Osler.Imaging.Tests.Dicom;

public sealed class DicomFileTests
{
    private const uint PrivateCreator = 0x0009_0010;

    [Theory]
    [InlineData(ObjectWriter.Implicit, false, false)]
    [InlineData(ObjectWriter.Explicit, true, false)]
    [InlineData(ObjectWriter.Deflated, true, false)]
    [InlineData(ObjectWriter.BigEndian, true, true)]
    public void Reads_the_same_values_in_every_syntax(string syntax, bool isExplicit, bool isBigEndian)
    {
        var file = Chest(isExplicit, isBigEndian).Read(syntax);

        Assert.Equal(syntax, file.Syntax.Uid);
        Assert.Empty(file.Departures);
        Assert.Equal("P1", file.Case.PatientId);
        Assert.Equal("1.2.3", file.Case.StudyUid);
        Assert.Equal("DX", file.Case.Modality);
        Assert.Equal("L", file.Case.Laterality);
        Assert.Equal("PA", file.Case.ViewPosition);
        Assert.Equal(0.25, file.Case.AgeYears);
        Assert.Equal("F", file.Case.Sex);
        Assert.Equal(300, file.Data.Whole(Known(0x0028, 0x0010, Vr.US)));
        Assert.Equal([0.5, 0.25], file.Data.Numbers(Known(0x0028, 0x0030, Vr.DS)));
        var outer = Assert.Single(file.Data.Items(Known(0x0008, 0x1115, Vr.SQ)));
        var inner = outer.Items(Known(0x0008, 0x1199, Vr.SQ));
        Assert.Equal(["1.9", "1.10"], inner.Select(item => item.Text(Known(0x0008, 0x1155, Vr.UI))));
    }

    [Fact]
    public void Shows_no_identifier_of_a_case()
    {
        string shown = Chest(true, false).Read().Case.ToString();
        Assert.Contains("DX", shown);
        Assert.DoesNotContain("P1", shown);
        Assert.DoesNotContain("1.2.3", shown);
    }

    [Theory]
    [InlineData("032Y", 32.0)]
    [InlineData("006M", 0.5)]
    [InlineData("000D", 0.0)]
    [InlineData("010W", 70 / 365.25)]
    [InlineData("32", null)]
    [InlineData("-01Y", null)]
    [InlineData("Y", null)]
    [InlineData(null, null)]
    public void Reads_an_age(string? text, double? years) => Assert.Equal(years, DicomCase.Years(text));

    [Fact]
    public void Reads_a_file_without_preamble()
    {
        var file = Chest(true, false).Read(ObjectWriter.Explicit, hasPreamble: false);
        Assert.Equal("DX", file.Case.Modality);
        Assert.Equal(["The preamble is missing."], file.Departures);
    }

    [Theory]
    [InlineData(false, false, ObjectWriter.Implicit)]
    [InlineData(true, false, ObjectWriter.Explicit)]
    [InlineData(true, true, ObjectWriter.BigEndian)]
    public void Sees_how_a_file_without_meta_information_is_written(
        bool isExplicit,
        bool isBigEndian,
        string syntax
    )
    {
        var file = Chest(isExplicit, isBigEndian).Read(null, hasPreamble: false);
        Assert.Equal(syntax, file.Syntax.Uid);
        Assert.Equal("DX", file.Case.Modality);
        Assert.Contains("The meta information is missing.", file.Departures);
    }

    [Theory]
    [InlineData(ObjectWriter.Implicit, true)]
    [InlineData(ObjectWriter.Explicit, false)]
    public void Reads_a_data_set_that_is_not_written_as_stated(string stated, bool isExplicit)
    {
        var file = Chest(isExplicit, false).Read(stated);
        Assert.Equal("DX", file.Case.Modality);
        Assert.Contains(
            file.Departures,
            departure => departure.StartsWith("The data set is not written as", StringComparison.Ordinal)
        );
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Goes_on_after_a_forgotten_delimiter_of_a_sequence(bool isExplicit)
    {
        var writer = new ObjectWriter(isExplicit);
        writer.Head(0x00081115, Vr.SQ, uint.MaxValue);
        writer.Head(0xFFFEE000, Vr.UN, uint.MaxValue);
        writer.Text(0x00081155, Vr.UI, "1.9");
        writer.Head(0xFFFEE00D, Vr.UN, 0);
        writer.Text(0x00100020, Vr.LO, "P1");
        var file = writer.Read(isExplicit ? ObjectWriter.Explicit : ObjectWriter.Implicit);

        Assert.Equal("P1", file.Case.PatientId);
        Assert.Single(file.Data.Items(Known(0x0008, 0x1115, Vr.SQ)));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Reads_implicit_items_inside_UN(bool isUndefined)
    {
        // PS3.5 section 6.2.2, note 2.
        byte[] hidden = new ObjectWriter(isExplicit: false).Text(0x00081155, Vr.UI, "1.9").Content;
        var writer = new ObjectWriter();
        if (isUndefined)
            writer.Head(0x00081115, Vr.UN, uint.MaxValue);
        else
            writer.Head(0x00081115, Vr.UN, (uint)hidden.Length + 8);
        writer.Head(0xFFFEE000, Vr.UN, (uint)hidden.Length).Raw(hidden);
        if (isUndefined)
            writer.Head(0xFFFEE0DD, Vr.UN, 0);
        var file = writer.Text(0x00100020, Vr.LO, "P1").Read();

        var item = Assert.Single(file.Data.Items(Known(0x0008, 0x1115, Vr.SQ)));
        Assert.Equal("1.9", item.Text(Known(0x0008, 0x1155, Vr.UI)));
        Assert.Equal("P1", file.Case.PatientId);
    }

    [Fact]
    public void Reads_implicit_items_inside_an_explicit_sequence()
    {
        byte[] item = new ObjectWriter(isExplicit: false).Text(0x00081155, Vr.UI, "1.9").Content;
        var writer = new ObjectWriter().Head(0x00081115, Vr.SQ, uint.MaxValue);
        writer.Head(0xFFFEE000, Vr.UN, uint.MaxValue).Raw(item).Head(0xFFFEE00D, Vr.UN, 0);
        var file = writer.Head(0xFFFEE0DD, Vr.UN, 0).Text(0x00100020, Vr.LO, "P1").Read();

        Assert.Equal(
            "1.9",
            file.Data.Items(Known(0x0008, 0x1115, Vr.SQ))[0].Text(Known(0x0008, 0x1155, Vr.UI))
        );
        Assert.Equal("P1", file.Case.PatientId);
    }

    [Fact]
    public void Reads_private_elements_odd_lengths_and_padding()
    {
        var writer = new ObjectWriter().Text(PrivateCreator, Vr.LO, "ACME");
        writer.Bytes(0x00091001, Vr.UN, 1, 2, 3).Text(0x00100020, Vr.LO, "P1");
        var file = writer.Bytes(0xFFFCFFFC, Vr.OB, new byte[6]).Raw(0, 0, 0).Read();

        Assert.Equal([1, 2, 3], file.Data.Bytes(new Tag(0x0009, 0x1001)).ToArray());
        Assert.Equal("P1", file.Case.PatientId);
        Assert.Equal(["(0009,1001) has an odd length."], file.Departures);
    }

    [Fact]
    public void Ends_at_a_length_that_goes_past_the_end_and_says_so()
    {
        var writer = new ObjectWriter().Text(0x00080060, Vr.CS, "CT");
        var file = writer.Head(0x00091001, Vr.OB, 1_000_000).Raw(1, 2).Read();
        Assert.Equal("CT", file.Case.Modality);
        Assert.Equal(["(0009,1001) states 1000000 bytes, of which 2 are there."], file.Departures);
    }

    [Fact]
    public void Refuses_sequences_without_end()
    {
        var writer = new ObjectWriter();
        for (int depth = 0; depth < 100_000; depth++)
            writer.Head(0x00081115, Vr.SQ, uint.MaxValue).Head(0xFFFEE000, Vr.UN, uint.MaxValue);
        var fault = Assert.Throws<DataException>(() => writer.Read());
        Assert.Contains("nest more than 64 deep", fault.Message);
    }

    [Fact]
    public void Refuses_a_deflated_bomb()
    {
        byte[] zeros = new byte[1 << 20];
        using var packed = new MemoryStream();
        using (
            var deflate = new System.IO.Compression.DeflateStream(
                packed,
                System.IO.Compression.CompressionLevel.Fastest
            )
        )
            for (int i = 0; i < 300; i++)
                deflate.Write(zeros);
        byte[] head = new ObjectWriter().File(ObjectWriter.Deflated);
        byte[] empty = ObjectWriter.Deflate([]);
        byte[] bomb = [.. head[..^empty.Length], .. packed.ToArray()];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(
            "becomes more than",
            Assert.Throws<DataException>(() => DicomFile.Read(bomb)).Message
        );
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 30);
    }

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("H4sIAAAAAAAAAw==", "compressed by gzip")]
    [InlineData("iVBORw0KGgo=", "PNG")]
    [InlineData("aGVsbG8sIHdvcmxkISBoZWxsbyE=", "This is not a DICOM file")]
    public void Names_what_a_file_is_instead(string base64, string words)
    {
        byte[] bytes = Convert.FromBase64String(base64);
        var fault = Assert.Throws<DataException>(() => DicomFile.Read(bytes, "scan.dcm"));
        Assert.StartsWith("scan.dcm: ", fault.Message);
        Assert.Contains(words, fault.Message);
    }

    [Theory]
    [InlineData(ObjectWriter.Explicit, true)]
    [InlineData(ObjectWriter.Explicit, false)]
    [InlineData(ObjectWriter.Implicit, false)]
    public void Is_known_by_its_start(string syntax, bool hasPreamble)
    {
        byte[] bytes = Chest(syntax == ObjectWriter.Explicit, false).File(syntax, hasPreamble);
        Assert.True(DicomFile.Is(bytes.AsSpan(0, 132)));
        Assert.True(DicomFile.Is(Chest(syntax == ObjectWriter.Explicit, false).Content));
    }

    [Theory]
    [InlineData("89504E470D0A1A0A0000000D49484452")]
    [InlineData("FFD8FFE000104A46494600010100")]
    [InlineData("49492A0008000000110000010300")]
    [InlineData("4D4D002A000000080011010000030001")]
    [InlineData("504B030414000000080000002100")]
    [InlineData("1F8B0800000000000003")]
    [InlineData("5C010000000000000000000000000000")]
    [InlineData("0000015C000000000000000000000000")]
    [InlineData("934E554D5059010076007B27")]
    [InlineData("00000803000000100000001C0000001C")]
    [InlineData("52494646240800005745425056503820")]
    [InlineData("")]
    public void Takes_no_other_kind_of_file_for_its_own(string start) =>
        Assert.False(DicomFile.Is(Convert.FromHexString(start)));

    [Fact]
    public void Says_that_a_file_is_not_there() =>
        Assert.Contains(
            "can't be read",
            Assert.Throws<DataException>(() => DicomFile.Open("/nowhere/x.dcm")).Message
        );

    [Fact]
    public void Reads_text_in_UTF8_and_keeps_other_texts_apart()
    {
        byte[] utf8 = Encoding.UTF8.GetBytes("Žluťoučký ");
        var writer = new ObjectWriter().Text(0x00080005, Vr.CS, "ISO_IR 192").Bytes(0x00100020, Vr.LO, utf8);
        Assert.Equal("Žluťoučký", writer.Read().Case.PatientId);
        writer = new ObjectWriter()
            .Text(0x00080005, Vr.CS, "ISO_IR 101")
            .Bytes(0x00100020, Vr.LO, 0xE8, 0xE9);
        Assert.Equal("èé", writer.Read().Case.PatientId);
    }

    [Fact]
    public void Refuses_a_number_that_is_none()
    {
        var file = new ObjectWriter().Text(0x00280008, Vr.IS, "1A").Read();
        var fault = Assert.Throws<DataException>(() => file.Data.Whole(Known(0x0028, 0x0008, Vr.IS)));
        Assert.Contains("(0028,0008) is not a number", fault.Message);
    }

    [Theory, InlineData(100), InlineData(200_000)]
    public void Reads_a_header_without_the_pixels(int padding)
    {
        string path = Path.GetTempFileName();
        try
        {
            var writer = Chest(true, false).Bytes(0x00291001, Vr.OB, new byte[padding]);
            File.WriteAllBytes(
                path,
                writer.Bytes(0x7FE00010, Vr.OW, new byte[1_000_000]).File(ObjectWriter.Explicit)
            );
            var header = DicomFile.OpenHeader(path);
            Assert.Equal("DX", header.Case.Modality);
            Assert.False(header.HasPixels);
            Assert.Empty(header.Departures);
            Assert.Throws<InvalidOperationException>(() => header.Image());
            Assert.True(DicomFile.Open(path).HasPixels);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ObjectWriter Chest(bool isExplicit, bool isBigEndian)
    {
        var first = new ObjectWriter(isExplicit, isBigEndian).Text(0x00081155, Vr.UI, "1.9");
        var second = new ObjectWriter(isExplicit, isBigEndian).Text(0x00081155, Vr.UI, "1.10");
        var series = new ObjectWriter(isExplicit, isBigEndian).Sequence(0x00081199, false, first, second);
        return new ObjectWriter(isExplicit, isBigEndian)
            .Text(0x00080060, Vr.CS, "DX")
            .Sequence(0x00081115, true, series)
            .Text(0x00100020, Vr.LO, "P1")
            .Text(0x00100040, Vr.CS, "F")
            .Text(0x00101010, Vr.AS, "003M")
            .Text(0x00185101, Vr.CS, "PA")
            .Text(0x0020000D, Vr.UI, "1.2.3")
            .Text(0x00200062, Vr.CS, "L")
            .Words(0x00280010, Vr.US, 300)
            .Text(0x00280030, Vr.DS, "0.5\\0.25");
    }

    private static Tag Known(ushort group, ushort number, Vr usual) => new(group, number, usual);
}
