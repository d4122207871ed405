using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Osler.Core.Faults;
using Osler.Imaging.Dicom;
using Osler.Imaging.Dicom.Pixels;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Dicom;

/// <summary>Every file of shared/data/dicom reads as pydicom, dcmtk and openjpeg read it, or fails with one clear error.</summary>
public sealed class FilesTests
{
    /// <summary>Files that are no DICOM file, by what the error says.</summary>
    private static readonly Dictionary<string, string> s_unread = new()
    {
        ["pydicom__no_meta.dcm"] = "This is not a DICOM file",
        ["pydicom__zipMR.gz"] = "compressed by gzip",
    };

    /// <summary>Files without a readable image, by what the error says.</summary>
    private static readonly Dictionary<string, string> s_withoutImage = new()
    {
        ["fo-dicom__GH1146.dcm"] = "Pixel Data (7FE0,0010) is empty",
        ["fo-dicom__GH626.dcm"] = "(0000,0000) states 337256453 bytes, of which 131084 are there",
        // 23 of its 140 frames have other sizes than the header states.
        ["fo-dicom__multiframe.dcm"] = "A compressed frame is 240 x 55",
        // The delimiter stands in the middle of the code stream's header.
        ["pydicom__JPEG2000-embedded-sequence-delimiter.dcm"] = "the header states 1024 x 256",
        ["pydicom__MR_truncated.dcm"] = "needs 8192 bytes of Pixel Data (7FE0,0010); it has 8130",
        ["pydicom__badVR.dcm"] = "The value of (0028,0008) is not a number",
        ["pydicom__meta_missing_tsyntax.dcm"] = "Rows (0028,0010) is missing",
        ["pydicom__nested_priv_SQ.dcm"] = "Rows (0028,0010) is missing",
        ["fo-dicom__GH179A.dcm"] = None,
        ["fo-dicom__GH220.dcm"] = None,
        ["fo-dicom__GH223.dcm"] = None,
        ["fo-dicom__GH487.dcm"] = None,
        ["fo-dicom__Issue1097_FailToOpenDeflatedFileWithSQ.dcm"] = None,
        ["fo-dicom__test_SR.dcm"] = None,
        ["pydicom__ExplVR_BigEndNoMeta.dcm"] = None,
        ["pydicom__ExplVR_LitEndNoMeta.dcm"] = None,
        ["pydicom__UN_sequence.dcm"] = None,
        ["pydicom__empty_charset_LEI.dcm"] = None,
        ["pydicom__priv_SQ.dcm"] = None,
        ["pydicom__reportsi.dcm"] = None,
        ["pydicom__rtplan.dcm"] = None,
        ["pydicom__waveform_ecg.dcm"] = None,
    };

    private const string None = "The object holds no image";

    private static readonly Lazy<Dictionary<string, JsonElement>> s_golden = new(() =>
        JsonDocument
            .Parse(File.ReadAllBytes(Found.Golden("dicom/files.json")))
            .RootElement.GetProperty("cases")
            .EnumerateArray()
            .ToDictionary(one => one.GetProperty("name").GetString()!)
    );

    public static TheoryData<string> Names => [.. s_golden.Value.Keys];

    public static TheoryData<string> WithValues => With("modality");

    public static TheoryData<string> WithPalette => With("palette");

    private static TheoryData<string> With(string key) =>
        [.. s_golden.Value.Where(one => one.Value.TryGetProperty(key, out _)).Select(one => one.Key)];

    [Fact]
    public void There_are_a_hundred_and_one() => Assert.Equal(101, s_golden.Value.Count);

    [Theory, MemberData(nameof(Names))]
    public void Has_the_headers_that_pydicom_reads(string name)
    {
        string path = Found.Real($"dicom/{name}");
        var golden = s_golden.Value[name];
        if (s_unread.TryGetValue(name, out string? words))
        {
            Assert.Contains(words, Assert.Throws<DataException>(() => DicomFile.Open(path)).Message);
            return;
        }
        var file = DicomFile.Open(path);
        if (golden.TryGetProperty("unread", out _))
            return;
        var header = DicomFile.OpenHeader(path);
        Assert.Equal(file.Case, header.Case);
        Assert.Equal(golden.GetProperty("syntax").GetString(), file.Syntax.Uid);
        string?[] identifiers =
        [
            file.Case.PatientId,
            file.Case.StudyUid,
            file.Case.SeriesUid,
            file.Case.InstanceUid,
        ];
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', identifiers)));
        Assert.Equal(Text("identity"), Convert.ToHexStringLower(digest));
        Assert.Equal(Text("Modality"), file.Case.Modality);
        Assert.Equal(Text("ViewPosition"), file.Case.ViewPosition);
        Assert.Equal(Text("PatientSex"), file.Case.Sex);
        Assert.Equal(DicomCase.Years(Text("PatientAge")), file.Case.AgeYears);

        string? Text(string key) => golden.GetProperty(key).GetString();
    }

    [Theory, MemberData(nameof(Names))]
    public void Has_the_pixels_that_the_reference_readers_decode(string name)
    {
        string path = Found.Real($"dicom/{name}");
        if (s_unread.ContainsKey(name))
        {
            Assert.Throws<DataException>(() => DicomFile.Open(path));
            return;
        }
        var golden = s_golden.Value[name];
        var file = DicomFile.Open(path);
        if (s_withoutImage.TryGetValue(name, out string? words))
        {
            var fault = Assert.Throws<DataException>(() =>
            {
                var image = file.Image();
                for (int frame = 0; frame < image.Frames; frame++)
                    image.Frame(frame);
            });
            Assert.Contains(words, fault.Message);
            return;
        }
        var image = file.Image();
        Assert.Equal(golden.GetProperty("Rows").GetInt32(), image.Rows);
        Assert.Equal(golden.GetProperty("Columns").GetInt32(), image.Columns);
        Assert.Equal(golden.GetProperty("NumberOfFrames").GetInt32(), image.Frames);
        double[] values = [.. Enumerable.Range(0, image.Frames).SelectMany(frame => Plain(image, frame))];
        if (golden.TryGetProperty("sha256", out var digest))
            Assert.Equal(digest.GetString(), Digest(values, image));
        else
            Resembles(golden, values, name);
    }

    [Theory, MemberData(nameof(WithValues))]
    public void Has_the_values_and_the_brightness_that_pydicom_computes(string name)
    {
        string path = Found.Real($"dicom/{name}");
        var golden = s_golden.Value[name];
        var image = DicomFile.Open(path).Image();
        var values = image.Frame();
        double[] expected = Doubles(golden.GetProperty("modality"));
        double[] got = Summary(values);
        // Range.Low + Range.High - v is what MONOCHROME1's values become.
        double turn = values.Range.Low + (double)values.Range.High;
        if (image.IsMonochrome1)
            got = [turn - got[1], turn - got[0], turn - got[2]];
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected[i], got[i], 1e-6 * Math.Max(1, Math.Abs(expected[i])) + 1e-3);
        if (!golden.TryGetProperty("shown", out var shown))
            return;
        expected = Doubles(shown);
        got = Summary(image.Shown());
        if (image.IsMonochrome1)
            got = [255 - got[1], 255 - got[0], 255 - got[2]];
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected[i], got[i], 2e-3);
    }

    [Theory, MemberData(nameof(WithPalette))]
    public void Has_the_palette_colours_that_pydicom_looks_up(string name)
    {
        string path = Found.Real($"dicom/{name}");
        byte[] colors = DicomFile.Open(path).Image().Frame().Bytes.ToArray();
        string? digest = s_golden.Value[name].GetProperty("palette").GetString();
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(colors)));
    }

    private static double[] Doubles(JsonElement numbers) =>
        [.. numbers.EnumerateArray().Select(one => one.GetDouble())];

    private static double[] Summary(Raster raster)
    {
        float[] samples = new float[raster.Height * raster.Width];
        raster.CopyTo(samples);
        return [samples.Min(), samples.Max(), samples.Average(sample => (double)sample)];
    }

    /// <summary>Stored numbers of grey and palette images, red, green and blue of others.</summary>
    private static double[] Plain(DicomImage image, int frame)
    {
        if (!image.IsColor || image.Description.Color is ColorModel.PaletteColor || image.BitsStored > 16)
            return image.Stored(frame);
        var raster = image.Frame(frame);
        float[] samples = new float[raster.Height * raster.Width * raster.Channels];
        raster.CopyTo(samples);
        return [.. samples.Select(sample => (double)sample)];
    }

    private static string Digest(double[] values, DicomImage image)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
            if (image.Description.BitsStored == 32 && image.Description.IsReal)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), (float)values[i]);
            else
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), (int)(uint)(long)values[i]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>
    /// Lossy JPEG: decoders may differ by 1 a coefficient and in how they spread halved colour over pixels, which at
    /// edges is a matter of many levels; so most places must be within 2 and the mean within 0.5.
    /// </summary>
    private static void Resembles(JsonElement golden, double[] values, string name)
    {
        Assert.InRange(values.Average() - golden.GetProperty("mean").GetDouble(), -0.5, 0.5);
        double[] places = [.. golden.GetProperty("places").EnumerateArray().Select(one => one.GetDouble())];
        int far = 0;
        double worst = 0;
        for (int i = 0; i < places.Length; i++)
        {
            // NumPy's linspace, truncated.
            int at = (int)((double)i * (values.Length - 1) / (places.Length - 1));
            double difference = Math.Abs(values[at] - places[i]);
            worst = Math.Max(worst, difference);
            far += difference > 2 ? 1 : 0;
        }
        Assert.True(
            far <= places.Length / 50,
            $"{name}: {far} of {places.Length} places differ, by up to {worst}."
        );
    }
}
