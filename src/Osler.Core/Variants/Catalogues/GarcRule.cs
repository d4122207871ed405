using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Catalogues;

/// <summary>Reads the conditions of rules in GARC1: <c>rpoB@S450L</c>, <c>pncA@c-11t</c>, <c>katG@*_fs</c>, joined by '&amp;'.</summary>
/// <remarks>
/// Hunt et al., Wellcome Open Res. 4, 2019, doi:10.12688/wellcomeopenres.15603.1. '!' is a stop, '=' the same amino acid, '?'
/// any other, '*' any place. The catalogues number deletions and insertions by the base before them or by the first one;
/// of a deletion the bases tell which, of an insertion both are taken. <c>del_0.0</c>, the loss of any share of a gene,
/// is taken as the loss of half of it or more, together with what lies beside it.
/// </remarks>
internal static partial class GarcRule
{
    /// <summary>The conditions, all of which must be met; null where the rule can't be read or its gene is not known.</summary>
    public static ImmutableArray<RulePart>? Read(
        string rule,
        ReferenceSequence reference,
        GeneMap genes,
        GarcCount count
    )
    {
        var parts = ImmutableArray.CreateBuilder<RulePart>();
        foreach (string text in rule.Split('&'))
        {
            int at = text.IndexOf('@', StringComparison.Ordinal);
            if (
                at <= 0
                || genes.Find(text[..at]) is not { } gene
                || Part(text[(at + 1)..], gene, reference, count) is not { } part
            )
                return null;
            parts.Add(part);
        }
        return parts.ToImmutable();
    }

    private static RulePart? Part(string word, Gene gene, ReferenceSequence reference, GarcCount count)
    {
        if (Sort(word) is { } sort)
            return new AnyOf(gene.Name, sort);
        if (Codon().Match(word) is { Success: true } codon)
        {
            int number = codon.Number("n");
            if (number < 1 || number * 3 > gene.Length + 3)
                return null;
            var places = gene.Codon(number);
            return codon.Groups["to"].Value == "?"
                ? new AnyAt(gene.Name, number * 3 - 2, number * 3, places)
                : new CodonChange(gene.Name, word, places);
        }
        if (Base().Match(word) is { Success: true } single)
        {
            int number = count.Right(gene, single.Number("n"));
            if (number == 0)
                return null;
            int position = gene.Position(number);
            string from = Forward(single.Groups["from"].Value, gene);
            string to = Forward(single.Groups["to"].Value, gene);
            return single.Groups["to"].Value == "?"
                ? new AnyAt(gene.Name, number, number, [position])
                : new ExactChange(gene.Name, [new Variant(position, from, to)]);
        }
        if (Indel().Match(word) is { Success: true } indel)
        {
            int number = indel.Number("n");
            string bases = indel.Groups["bases"].Value;
            string what = indel.Groups["what"].Value;
            if (number == 0)
                return null;
            if (bases.Length == 0)
                return new IndelAt(gene.Name, number, what is "indel" or "del", what is "indel" or "ins");
            return what == "indel"
                ? null
                : new ExactChange(
                    gene.Name,
                    Placed(number, Forward(bases, gene), what == "del", gene, reference)
                );
        }
        return null;
    }

    private static ImmutableArray<Variant> Placed(
        int number,
        string bases,
        bool lost,
        Gene gene,
        ReferenceSequence reference
    )
    {
        int here = gene.Position(number);
        var found = new List<Variant>();
        foreach (int shift in (int[])[0, 1, -1])
        {
            int start = gene.Reverse && lost ? here - bases.Length + 1 - shift : here + shift;
            if (lost && reference.Bases(start, bases.Length) == bases)
                found.Add(new Variant(start, bases, "").LeftAligned(reference));
            else if (!lost && shift >= 0)
                found.Add(new Variant(start, "", bases).LeftAligned(reference));
        }
        return [.. found.Distinct()];
    }

    /// <summary>The gene, number and base of a rule's part that names a base; null for other parts.</summary>
    public static (Gene Gene, int Number, char From)? NamedBase(string part, GeneMap genes)
    {
        int at = part.IndexOf('@', StringComparison.Ordinal);
        return
            at > 0
            && Base().Match(part[(at + 1)..]) is { Success: true } single
            && genes.Find(part[..at]) is { } gene
            && single.Number("n") is not 0 and int number
            ? (gene, number, char.ToUpperInvariant(single.Groups["from"].Value[0]))
            : null;
    }

    private static AnyOf.Sort? Sort(string word) =>
        word switch
        {
            "*?" => AnyOf.Sort.Changed,
            "*=" => AnyOf.Sort.Synonymous,
            "*!" => AnyOf.Sort.Stop,
            "*_fs" => AnyOf.Sort.Frameshift,
            "*_indel" => AnyOf.Sort.Indel,
            "-*?" => AnyOf.Sort.Upstream,
            "-*_indel" => AnyOf.Sort.UpstreamIndel,
            _ when word.StartsWith("del_", StringComparison.Ordinal) => AnyOf.Sort.Lost,
            _ => null,
        };

    private static string Forward(string bases, Gene gene) => gene.OnStrand(bases.ToUpperInvariant());

    [GeneratedRegex(
        "^(?<from>[A-Z!])(?<n>[0-9]{1,5})(?<to>[A-Z!?=])$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex Codon();

    [GeneratedRegex(
        "^(?<from>[acgt])(?<n>-?[0-9]{1,5})(?<to>[acgt?])$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex Base();

    [GeneratedRegex(
        "^(?<n>-?[0-9]{1,5})_(?<what>ins|del|indel)(_(?<bases>[acgt]{1,5000}))?$",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex Indel();
}
