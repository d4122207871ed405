using System.Collections.Immutable;
using Osler.Core.Words;

namespace Osler.Core.Variants.Calls;

/// <summary>How many records a file held, and what became of them.</summary>
public sealed class CallCounts
{
    /// <summary>All records.</summary>
    public long Records { get; internal set; }

    /// <summary>Records outside of the known loci.</summary>
    public long Elsewhere { get; internal set; }

    /// <summary>Records that say the reference is there.</summary>
    public long ReferenceRecords { get; internal set; }

    /// <summary>Records that failed a filter.</summary>
    public long Filtered { get; internal set; }

    /// <summary>Records without a call.</summary>
    public long Uncalled { get; internal set; }

    /// <summary>Records with too few reads, or with a share of reads between absent and present.</summary>
    public long Doubtful { get; internal set; }

    /// <summary>Records whose genotype their own reads contradict.</summary>
    public long Contradicted { get; internal set; }

    /// <summary>Positions of changes of which several records say different things.</summary>
    public long Contradictory { get; internal set; }

    /// <summary>Records that tell of reads in a way that can't be understood.</summary>
    public long Garbled { get; internal set; }

    /// <summary>Called alleles that are told as symbols and can't be read (insertions, duplications, breakends).</summary>
    public long Symbolic { get; internal set; }

    /// <summary>Records whose REF is not the reference's.</summary>
    public long Mismatches { get; internal set; }

    /// <summary>Calls beside another allele.</summary>
    public long Mixed { get; internal set; }

    /// <summary>The file tells of sites alone; each alternate allele was taken as present unless its reads say otherwise.</summary>
    public bool SitesAlone { get; internal set; }

    /// <summary>The file tells where the reference is.</summary>
    public bool TellsReference { get; internal set; }

    /// <summary>What else a reader should know, in sentences.</summary>
    internal List<string> Notes { get; } = [];

    internal ImmutableArray<string> Sentences(PositionStates states)
    {
        var sentences = ImmutableArray.CreateBuilder<string>();
        sentences.AddRange(Notes);
        if (Records == 0)
            sentences.Add(
                "The file holds no record at all, as a caller leaves it that failed, or an isolate that is the reference itself."
            );
        if (SitesAlone)
            sentences.Add(
                "The file names sites and no sample; every allele that it lists was taken as present, unless its reads say otherwise."
            );
        if (!TellsReference)
            sentences.Add(
                states.SilenceIsReference
                    ? "The file says nothing of positions without a change; they were taken for the reference's, whether or not they were sequenced."
                    : "The file says nothing of positions without a change; they were taken as not determined."
            );
        Add(
            Filtered,
            "record that failed its filters was",
            "records that failed their filters were",
            "taken as not determined"
        );
        Add(Uncalled, "record without a call was", "records without a call were", "taken as not determined");
        Add(
            Doubtful,
            "record with too few or too mixed reads was",
            "records with too few or too mixed reads were",
            "taken as not determined"
        );
        Add(
            Contradicted,
            "record whose genotype its own reads contradict was",
            "records whose genotypes their own reads contradict were",
            "taken as not determined"
        );
        Add(
            Garbled,
            "record whose reads (AD, RO and AO, AF, VAF, FREQ, DP4) can't be understood was",
            "records whose reads (AD, RO and AO, AF, VAF, FREQ, DP4) can't be understood were",
            "taken as not determined"
        );
        Add(
            Symbolic,
            "symbolic allele could",
            "symbolic alleles could",
            "not be read; their positions were taken as not determined"
        );
        Add(
            Mismatches,
            "record with another REF than the reference was",
            "records with another REF than the reference were",
            "taken as not determined"
        );
        Add(Mixed, "change is", "changes are", "called beside another allele and counted as present");
        return sentences.ToImmutable();

        void Add(long count, string one, string many, string what)
        {
            if (count > 0)
                sentences.Add($"{Counted.Of(count, one, many)} {what}.");
        }
    }
}
