using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Sequences;

/// <summary>An isolate's file, of calls or of sequences.</summary>
public static class IsolateFile
{
    private static readonly string[] s_vcf = [".vcf", ".vcf.gz", ".vcf.bgz"];

    /// <summary>Is this a VCF file by its name?</summary>
    public static bool IsVcf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return s_vcf.Any(end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A file's name without its folder and its ending, of which <c>.vcf.gz</c> is one.</summary>
    public static string BareName(string path)
    {
        string name = Path.GetFileName(path);
        foreach (string end in (string[])[".gz", ".bgz"])
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
                name = name[..^end.Length];
        return Path.GetFileNameWithoutExtension(name);
    }

    /// <summary>Reads a FASTA file, by its name, or else a VCF file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reference">Bases where they are known.</param>
    /// <param name="genes">By which changes are named.</param>
    /// <param name="settings">How calls are read; null for the defaults.</param>
    /// <exception cref="DataException">As for <see cref="IsolateFasta"/> and <see cref="CallSet"/>.</exception>
    public static CallSet Read(
        string path,
        ReferenceSequence reference,
        GeneMap genes,
        CallSettings? settings = null
    ) =>
        IsolateFasta.IsFasta(path)
            ? IsolateFasta.Read(path, reference, genes)
            : CallSet.Read(path, reference, genes, settings);
}
