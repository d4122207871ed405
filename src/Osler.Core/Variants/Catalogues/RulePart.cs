using System.Collections.Immutable;
using Osler.Core.Variants.Annotation;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Catalogues;

/// <summary>One condition of a rule: something that a mutation of a gene may be.</summary>
/// <param name="Gene">The gene's name in the reference's annotation.</param>
/// <param name="Rank">How particular it is; the most particular rule that fits a mutation judges it.</param>
internal abstract record RulePart(string Gene, int Rank)
{
    public const int General = 1;
    public const int Kind = 2;
    public const int Place = 3;
    public const int Exact = 4;

    /// <summary>Does a mutation meet it?</summary>
    public abstract bool Fits(Mutation mutation);

    /// <summary>The positions that must be determined to know that it is not met; empty for general conditions.</summary>
    public virtual ImmutableArray<int> Positions => [];
}

/// <summary>One of several changes of the chromosome, each at its smallest position.</summary>
internal sealed record ExactChange(string Gene, ImmutableArray<Variant> Changes) : RulePart(Gene, Exact)
{
    public override ImmutableArray<int> Positions =>
        [
            .. Changes
                .Take(1)
                .SelectMany(change =>
                    Enumerable.Range(change.Position, Math.Clamp(change.Ref.Length, 1, 30))
                ),
        ];

    public override bool Fits(Mutation mutation) => mutation.Calls.Any(call => Contains(call.Variant));

    private bool Contains(Variant own)
    {
        foreach (var change in Changes)
        {
            if (change == own)
                return true;
            // One base of a record of several.
            int at = change.Position - own.Position;
            if (
                change.IsSingleBase
                && own.IsSubstitution
                && at >= 0
                && at < own.Alt.Length
                && own.Alt[at] == change.Alt[0]
                && own.Ref[at] == change.Ref[0]
            )
                return true;
        }
        return false;
    }
}

/// <summary>A codon's change, as GARC1 words it: <c>S450L</c>.</summary>
internal sealed record CodonChange(string Gene, string Word, ImmutableArray<int> Places)
    : RulePart(Gene, Exact)
{
    public override ImmutableArray<int> Positions => Places;

    public override bool Fits(Mutation mutation) =>
        mutation.Gene?.Name == Gene && mutation.GarcParts.Contains(Word, StringComparer.Ordinal);
}

/// <summary>A protein's change by HGVS.</summary>
internal sealed record ProteinName(string Gene, string Name) : RulePart(Gene, Exact)
{
    public override bool Fits(Mutation mutation) => mutation.Gene?.Name == Gene && mutation.Protein == Name;
}

/// <summary>Any change of a codon's amino acid, or of a base before the gene.</summary>
internal sealed record AnyAt(string Gene, int First, int Last, ImmutableArray<int> Places)
    : RulePart(Gene, Place)
{
    public override ImmutableArray<int> Positions => Places;

    public override bool Fits(Mutation mutation) =>
        mutation.Gene is { } gene
        && gene.Name == Gene
        && mutation.Effect is not (Effect.Synonymous or Effect.Frameshift)
        && mutation.Calls.Any(call =>
            call.Variant.IsSubstitution
            && Enumerable
                .Range(call.Variant.Position, call.Variant.Ref.Length)
                .Any(position => gene.Number(position) >= First && gene.Number(position) <= Last)
        );
}

/// <summary>Any insertion, any deletion, or either, at a place of a gene.</summary>
internal sealed record IndelAt(string Gene, int Number, bool Lost, bool Gained) : RulePart(Gene, Place)
{
    public override bool Fits(Mutation mutation) =>
        mutation.Gene is { } gene
        && gene.Name == Gene
        && mutation.Calls.Any(call =>
            !call.Variant.IsSubstitution
            && (call.Variant.Alt.Length < call.Variant.Ref.Length ? Lost : Gained)
            && Touches(call.Variant, gene)
        );

    // The catalogues count from the base before a change or from the first one changed.
    private bool Touches(Variant change, Gene gene)
    {
        int a = gene.Number(change.Position - 1);
        int b = gene.Number(Math.Max(change.Position, change.End));
        return Number >= Math.Min(a, b) && Number <= Math.Max(a, b);
    }
}

/// <summary>A sort of mutation anywhere in a gene or before it.</summary>
internal sealed record AnyOf(string Gene, AnyOf.Sort What)
    : RulePart(Gene, What is Sort.Stop or Sort.Frameshift or Sort.Lost ? Kind : General)
{
    public enum Sort
    {
        Changed,
        Synonymous,
        Stop,
        Frameshift,
        Indel,
        Upstream,
        UpstreamIndel,
        Lost,
    }

    public override bool Fits(Mutation mutation)
    {
        if (mutation.Gene?.Name != Gene)
            return false;
        bool indel = mutation.Calls.Any(call => !call.Variant.IsSubstitution);
        return What switch
        {
            Sort.Changed => !indel && mutation.Effect is not (Effect.Synonymous or Effect.Upstream),
            Sort.Synonymous => mutation.Effect == Effect.Synonymous,
            Sort.Stop => mutation.Effect == Effect.StopGained,
            Sort.Frameshift => mutation.Effect == Effect.Frameshift,
            Sort.Indel => indel && mutation.Effect != Effect.Upstream,
            Sort.Upstream => !indel && mutation.Effect == Effect.Upstream,
            Sort.UpstreamIndel => indel && mutation.Effect == Effect.Upstream,
            Sort.Lost => mutation.Effect == Effect.GeneDeletion && Share(mutation) >= 0.5,
            _ => false,
        };
    }

    private static double Share(Mutation mutation) =>
        (double)
            mutation.Calls.Sum(call =>
                Math.Max(
                    0,
                    Math.Min(call.Variant.End, mutation.Gene!.End)
                        - Math.Max(call.Variant.Position, mutation.Gene.Start)
                        + 1
                )
            ) / mutation.Gene!.Length;
}
