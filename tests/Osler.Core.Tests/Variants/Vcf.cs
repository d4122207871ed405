using System.Globalization;
using System.IO.Compression;
using System.Text;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Tests.Variants;

/// <summary>Small VCF files from lines.</summary>
internal static class Vcf
{
    public const string Columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tisolate";

    /// <summary>A file of one sample; each record "POS REF ALT [FILTER [INFO [FORMAT [SAMPLE]]]]".</summary>
    public static byte[] Of(params string[] records) => File(Columns, records);

    public static byte[] File(string columns, params string[] records) =>
        Encoding.ASCII.GetBytes(
            "##fileformat=VCFv4.2\n"
                + columns
                + "\n"
                + string.Concat(records.Select(record => Row(record) + "\n"))
        );

    public static CallSet Read(params string[] records) => Read(Of(records));

    public static CallSet Read(byte[] file, CallSettings? settings = null) =>
        CallSet.Read(new MemoryStream(file), "isolate.vcf", settings);

    public static DataException Refused(byte[] file, CallSettings? settings = null) =>
        Assert.Throws<DataException>(() => Read(file, settings));

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>A record of one changed base, with the reference's base as REF.</summary>
    public static string Snv(int position, char alternate) =>
        string.Create(CultureInfo.InvariantCulture, $"{position} {H37Rv.Loci.At(position)} {alternate}");

    /// <summary>A stream that gives one byte at a time, as one from a network may.</summary>
    public static Stream Dripping(byte[] bytes) => new Drips(bytes);

    private sealed class Drips(byte[] bytes) : Osler.Core.Files.ForwardStream(new MemoryStream(bytes))
    {
        public override int Read(Span<byte> buffer) => Inner.Read(buffer[..Math.Min(buffer.Length, 1)]);
    }

    private static string Row(string record)
    {
        string[] cell = record.Split(' ');
        string At(int i, string otherwise) => cell.Length > i ? cell[i] : otherwise;
        return $"NC_000962.3\t{cell[0]}\t.\t{cell[1]}\t{cell[2]}\t50\t{At(3, "PASS")}\t{At(4, ".")}\t{At(5, "GT")}\t{At(6, "1/1")}";
    }
}
