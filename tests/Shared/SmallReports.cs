using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Osler.Tests.Shared;

/// <summary>An archive of a few reports in the form of the Indiana University collection.</summary>
internal static class SmallReports
{
    private static readonly (
        string Findings,
        string Impression,
        string[] Headings,
        string[] Images
    )[] s_reports =
    [
        (
            "The lungs are clear of focal airspace disease, pneumothorax, or pleural effusion.",
            "No acute disease.",
            ["normal"],
            ["CXR1_1_IM-0001-3001", "CXR1_1_IM-0001-4001"]
        ),
        (
            "Small right pneumothorax. The heart is enlarged.",
            "Possible pneumonia.",
            ["Pneumothorax/right/small", "Cardiomegaly"],
            ["CXR2_IM-0652-1001"]
        ),
        ("", "", ["No Indexing"], []),
    ];

    /// <summary>Writes the archive; each entry may be another text than its report.</summary>
    public static void Write(string path, Func<string, string>? change = null)
    {
        using var file = File.Create(path);
        using var packed = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(packed);
        foreach (var (i, (findings, impression, headings, images)) in s_reports.Index())
        {
            string xml = $"""
                <?xml version="1.0" encoding="utf-8"?>
                <eCitation><MedlineCitation><Article><Abstract>
                <AbstractText Label="INDICATION">Pneumonia?</AbstractText>
                <AbstractText Label="FINDINGS">{findings}</AbstractText>
                <AbstractText Label="IMPRESSION">{impression}</AbstractText>
                </Abstract></Article></MedlineCitation>
                <MeSH>{string.Concat(headings.Select(heading => $"<major>{heading}</major>"))}</MeSH>
                {string.Concat(images.Select(image => $"<parentImage id=\"{image}\"/>"))}
                </eCitation>
                """;
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, $"ecgen-radiology/{i + 1}.xml")
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(change?.Invoke(xml) ?? xml)),
                }
            );
        }
    }
}
