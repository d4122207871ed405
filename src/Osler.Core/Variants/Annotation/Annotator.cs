using System.Collections.Immutable;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Annotation;

/// <summary>Tells what changes of the chromosome are to its genes.</summary>
public static class Annotator
{
    /// <summary>Names what each change is to each gene that has it, or before which it lies.</summary>
    /// <param name="calls">By position.</param>
    /// <param name="reference">Where they are.</param>
    /// <param name="genes">The genes; they may overlap, and then a change is told for each.</param>
    /// <returns>
    /// By gene, then by position. Substitutions that share a codon are joined into one mutation where they lie on one
    /// molecule: in one record, or neither called beside another allele.
    /// </returns>
    public static ImmutableArray<Mutation> Annotate(
        IReadOnlyList<Call> calls,
        ReferenceSequence reference,
        GeneMap genes
    )
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(genes);
        var mutations = ImmutableArray.CreateBuilder<Mutation>();
        var byGene = new Dictionary<Gene, List<Call>>();
        foreach (var call in calls)
        {
            var change = call.Variant;
            bool inside = false;
            foreach (
                var gene in genes.Within(change.Position - (change.Ref.Length == 0 ? 1 : 0), Last(change))
            )
            {
                // An insertion at a gene's very end or beginning lies outside.
                if (
                    change.Ref.Length == 0
                    && (change.Position == gene.Start || change.Position == gene.End + 1)
                )
                    continue;
                if (!byGene.TryGetValue(gene, out var own))
                    byGene.Add(gene, own = []);
                own.Add(call);
                inside = true;
            }
            if (!inside)
                mutations.AddRange(Outside(call, reference, genes));
        }
        foreach (var (gene, own) in byGene)
            mutations.AddRange(Inside(own, gene, reference));
        return
        [
            .. mutations
                .OrderBy(mutation => mutation.Gene?.Start ?? mutation.Calls[0].Variant.Position)
                .ThenBy(mutation => mutation.Calls[0].Variant.Position),
        ];
    }

    private static int Last(Variant change) => Math.Max(change.Position, change.End);

    private static IEnumerable<Mutation> Outside(Call call, ReferenceSequence reference, GeneMap genes)
    {
        var change = call.Variant;
        bool any = false;
        foreach (var gene in genes.Downstream(change.Position))
        {
            any = true;
            yield return Make([call], gene, Effect.Upstream, null, reference);
        }
        if (!any)
            yield return new Mutation
            {
                Calls = [call],
                Gene = null,
                Effect = Effect.Intergenic,
                Nucleotide = HgvsNucleotide.Of(change, reference),
                Protein = null,
                GarcParts = [],
            };
    }

    private static IEnumerable<Mutation> Inside(List<Call> calls, Gene gene, ReferenceSequence reference)
    {
        foreach (var joined in Joined(calls, gene))
        {
            var changes = joined.Select(call => call.Variant).ToArray();
            bool leaves = changes.Any(change => change.Position < gene.Start || change.End > gene.End);
            if (!gene.Coding || (leaves && changes.All(change => change.IsSubstitution)))
                yield return Make(joined, gene, gene.Coding ? Effect.Upstream : Effect.Rna, null, reference);
            else if (leaves)
                yield return Make(joined, gene, Effect.GeneDeletion, null, reference);
            else
            {
                var (effect, protein) = ProteinChange.Of(changes, gene, reference);
                yield return Make(joined, gene, effect, protein, reference);
            }
        }
    }

    /// <summary>Calls of one gene, those that share a codon together.</summary>
    private static IEnumerable<ImmutableArray<Call>> Joined(List<Call> calls, Gene gene)
    {
        var group = new List<Call>();
        foreach (var call in calls)
        {
            if (group.Count > 0 && !Shares(group[^1], call, gene))
            {
                yield return [.. group];
                group.Clear();
            }
            group.Add(call);
        }
        if (group.Count > 0)
            yield return [.. group];
    }

    private static bool Shares(Call first, Call second, Gene gene) =>
        gene.Coding
        && first.Variant.IsSubstitution
        && second.Variant.IsSubstitution
        && first.Variant.End < second.Variant.Position
        && (first.Record == second.Record || (!first.Mixed && !second.Mixed))
        && gene.Contains(first.Variant.End)
        && gene.Contains(second.Variant.Position)
        && (gene.Number(first.Variant.End) - 1) / 3 == (gene.Number(second.Variant.Position) - 1) / 3;

    private static Mutation Make(
        ImmutableArray<Call> calls,
        Gene gene,
        Effect effect,
        string? protein,
        ReferenceSequence reference
    )
    {
        var changes = calls.Select(call => call.Variant).ToArray();
        var whole = Whole(changes, reference);
        return new Mutation
        {
            Calls = calls,
            Gene = gene,
            Effect = effect,
            Nucleotide = HgvsNucleotide.Of(whole, gene, reference),
            Protein = protein,
            GarcParts = whole.IsSubstitution
                ? GarcName.OfSubstitutions(changes, gene, reference)
                : GarcName.OfIndel(whole, gene, reference),
        };
    }

    /// <summary>Changes of one codon as one, with the bases between them.</summary>
    private static Variant Whole(Variant[] changes, ReferenceSequence reference)
    {
        if (changes.Length == 1)
            return changes[0];
        int start = changes[0].Position;
        string bases = reference.Bases(start, changes[^1].End - start + 1);
        char[] altered = bases.ToCharArray();
        foreach (var change in changes)
            change.Alt.CopyTo(0, altered, change.Position - start, change.Alt.Length);
        return new Variant(start, bases, new string(altered));
    }
}
