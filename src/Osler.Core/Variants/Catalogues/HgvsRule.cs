using System.Text.RegularExpressions;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Catalogues;

/// <summary>Reads the condition of a rule in HGVS as TBDB writes it: gene <c>katG</c>, mutation <c>p.Ser315Thr</c>.</summary>
/// <remarks>
/// Also <c>frameshift_variant</c>, <c>transcript_ablation</c>, <c>missense_variant_p.445</c>, and several amino acids in a
/// row, <c>p.GluArgPro420ArgAlaThr</c>.
/// </remarks>
internal static partial class HgvsRule
{
    /// <summary>The condition; null where it can't be read or its gene is not known.</summary>
    public static RulePart? Read(string geneName, string mutation, ReferenceSequence reference, GeneMap genes)
    {
        if (genes.Find(geneName) is not { } gene)
            return null;
        if (mutation == "frameshift_variant")
            return new AnyOf(gene.Name, AnyOf.Sort.Frameshift);
        if (mutation == "transcript_ablation")
            return new AnyOf(gene.Name, AnyOf.Sort.Lost);
        if (Missense().Match(mutation) is { Success: true } missense)
            return Codon(gene, missense.Number("n"));
        if (Protein().Match(mutation) is { Success: true } protein)
            return OfProtein(protein, gene);
        if (mutation.StartsWith("p.", StringComparison.Ordinal))
            return new ProteinName(gene.Name, mutation);
        return Dna().Match(mutation) is { Success: true } dna ? OfDna(dna, gene, reference) : null;
    }

    private static AnyAt? Codon(Gene gene, int number) =>
        number >= 1 && number * 3 <= gene.Length
            ? new AnyAt(gene.Name, number * 3 - 2, number * 3, gene.Codon(number))
            : null;

    private static RulePart OfProtein(Match match, Gene gene)
    {
        string from = match.Groups["from"].Value;
        string to = match.Groups["to"].Value;
        int number = match.Number("n");
        if (from.Length > 3)
        {
            string last = $"{from[^3..]}{number + from.Length / 3 - 1}";
            return new ProteinName(gene.Name, $"p.{from[..3]}{number}_{last}delins{to}");
        }
        if (OneLetter(from) is not { } a || OneLetter(to) is not { } b || number * 3 > gene.Length)
            return new ProteinName(gene.Name, match.Value);
        return new CodonChange(gene.Name, $"{a}{number}{b}", gene.Codon(number));
    }

    private static ExactChange? OfDna(Match match, Gene gene, ReferenceSequence reference)
    {
        int first = match.Number("first");
        int last = match.Groups["last"].Success ? match.Number("last") : first;
        if (first == 0 || last == 0 || first > last || last - first > 100_000)
            return null;
        int start = gene.Position(gene.Reverse ? last : first);
        int end = gene.Position(gene.Reverse ? first : last);
        string bases = gene.OnStrand(match.Groups["bases"].Value);
        string inserted = gene.OnStrand(match.Groups["ins"].Value);
        string there = reference.Bases(start, end - start + 1);
        Variant? change = match.Groups["what"].Value switch
        {
            ">" => new Variant(start, gene.OnStrand(match.Groups["from"].Value), bases),
            "del" => Variant.Of(start, there, inserted),
            "dup" => new Variant(end + 1, "", there),
            "ins" => new Variant(end, "", bases),
            _ => null,
        };
        return
            change is { } read
            && (read.Ref.Length == 0 || reference.Bases(read.Position, read.Ref.Length) == read.Ref)
            ? new ExactChange(gene.Name, [read.LeftAligned(reference)])
            : null;
    }

    private static char? OneLetter(string acid)
    {
        if (acid == "*")
            return '!';
        foreach (char letter in "ACDEFGHIKLMNPQRSTVWY")
            if (Nucleotides.ThreeLetters(letter) == acid)
                return letter;
        return null;
    }

    [GeneratedRegex(
        @"^p\.(?<from>([A-Z][a-z]{2})+)(?<n>[0-9]{1,5})(?<to>([A-Z][a-z]{2})+|\*)$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex Protein();

    [GeneratedRegex(
        @"^missense_variant_p\.(?<n>[0-9]{1,5})$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex Missense();

    [GeneratedRegex(
        @"^[cn]\.(?<first>-?[0-9]{1,6})(_(?<last>-?[0-9]{1,6}))?((?<from>[ACGT])(?<what>>)(?<bases>[ACGT])|(?<what>del)[ACGT]*(ins(?<ins>[ACGT]+))?|(?<what>dup)[ACGT]*|(?<what>ins)(?<bases>[ACGT]+))$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex Dna();
}
