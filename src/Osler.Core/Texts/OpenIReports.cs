using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Xml;
using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>
/// Reads the archive of reports of the Indiana University chest X-ray collection (Demner-Fushman et al., JAMIA 23:304-310, 2016,
/// doi:10.1093/jamia/ocv080).
/// </summary>
public static class OpenIReports
{
    // A report has a few thousand letters.
    private const int MostBytes = 1 << 20;
    private const int MostReports = 1_000_000;

    private const string NotIndexed = "No Indexing";

    /// <summary>The reports of a <c>.tgz</c> archive, in its order.</summary>
    /// <param name="path">The archive.</param>
    /// <exception cref="DataException">No such file, damaged, or too large.</exception>
    public static IEnumerable<RadiologyReport> Read(string path)
    {
        if (!File.Exists(path))
            throw new DataException("There is no such file.", path, "Give the archive of Open-i's reports.");
        using var archive = File.OpenRead(path);
        using var unpacked = new GZipStream(archive, CompressionMode.Decompress);
        using var tar = new TarReader(unpacked);
        for (int count = 0; Next(tar, path) is { } entry; count++)
        {
            if (!entry.Name.EndsWith(".xml", StringComparison.Ordinal) || entry.DataStream is not { } stream)
                continue;
            if (entry.Length > MostBytes || count > MostReports)
                throw new DataException("The archive is larger than reports are.", Path.GetFileName(path));
            yield return Report(entry.Name, stream);
        }
    }

    private static TarEntry? Next(TarReader tar, string path)
    {
        try
        {
            return tar.GetNextEntry(copyData: true);
        }
        catch (Exception fault)
            when (fault is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new DataException(
                $"The archive is damaged: {fault.Message}",
                Path.GetFileName(path),
                "Get it again.",
                fault
            );
        }
    }

    private static RadiologyReport Report(string name, Stream stream)
    {
        var document = new XmlDocument { XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(
                stream,
                new XmlReaderSettings
                {
                    DtdProcessing = DtdProcessing.Prohibit,
                    XmlResolver = null,
                    MaxCharactersInDocument = MostBytes,
                }
            );
            document.Load(reader);
        }
        catch (XmlException fault)
        {
            throw new DataException(
                $"The report is no XML: {fault.Message}",
                name,
                "Get the archive again.",
                fault
            );
        }
        var parts =
            from XmlElement part in document.GetElementsByTagName("AbstractText")
            let label = part.GetAttribute("Label")
            where label is "FINDINGS" or "IMPRESSION" && part.InnerText.Length > 0
            select $"{label}: {part.InnerText.Trim()}";
        string[] headings =
        [
            .. document
                .GetElementsByTagName("major")
                .Cast<XmlElement>()
                .Select(major => major.InnerText.Trim()),
        ];
        return new RadiologyReport(
            Path.GetFileNameWithoutExtension(name),
            string.Join('\n', parts),
            [
                .. document
                    .GetElementsByTagName("parentImage")
                    .Cast<XmlElement>()
                    .Select(image => image.GetAttribute("id") + ".png"),
            ],
            headings.Contains(NotIndexed) ? null : [.. headings]
        );
    }
}
