using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Calls;

/// <summary>Turns the records of one sample into calls and states.</summary>
internal sealed class CallReading(VcfReader reader, ReferenceSequence reference, CallSettings settings)
{
    private const int MostCalls = 1_000_000;
    private const int MostAlternates = 10_000;

    private readonly PositionStates _states = new(reference);
    private readonly Contradictions _contradictions = new(reference);
    private readonly List<Call> _calls = [];
    private readonly CallCounts _counts = new() { SitesAlone = !reader.HasSample };
    private readonly byte[][] _filters = [.. settings.AcceptedFilters.Select(Encoding.UTF8.GetBytes)];

    // Were changes strewn evenly, the chance that all lie before the last one's end.
    private const double LeastChance = 1e-6;

    // Fewer may all be of one gene.
    private const int LeastRecords = 20;

    // Fewer positions at the end are often not covered.
    private const int LeastStretch = 1000;

    private int _reached;

    public CallSet ToEnd(GeneMap genes)
    {
        while (reader.Read())
        {
            _counts.Records++;
            Take();
            if (reader.MayBeCut)
                _counts.Notes.Add(
                    "The file's last line has no end; if the file was cut there, what came after it is missing."
                );
        }
        _states.SilenceIsReference = settings.Silence switch
        {
            Silence.Reference => true,
            Silence.Unknown => false,
            // Hardly an isolate has no change at all; a caller that failed leaves such a file.
            _ => !_counts.TellsReference && _counts.Records > 0,
        };
        DoubtBehindTheLast();
        _contradictions.Settle(_states, _counts, genes);
        return new CallSet(reference, genes, Distinct(), _states, _counts);
    }

    // A file of text that was cut behind a line looks whole. What can be known: a file of all sites that stops before the last
    // locus, and one of many changes with so long a stretch without any at its end that this is no chance.
    private void DoubtBehindTheLast()
    {
        int last = reference.Loci[^1].End;
        if (_counts.Records == 0 || last - _reached < LeastStretch || settings.Silence == Silence.Reference)
            return;
        double chance = Math.Pow((double)_reached / reference.Length, _counts.Records);
        if (!_counts.TellsReference && (_counts.Records < LeastRecords || chance > LeastChance))
            return;
        _states.Doubt(_reached + 1, last);
        _counts.Notes.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The last of {_counts.Records:N0} records ends at {_reached:N0} of {reference.Length:N0} positions; a file that was cut ends so. What lies behind was taken as not determined."
            )
        );
    }

    private void Take()
    {
        var alt = reader.Alt;
        int length = reader.Ref.Length;
        bool symbolic = alt.Contains((byte)'<');
        int end = reader.Position + length - 1;
        if (symbolic || alt is [(byte)'.'])
            end = Math.Max(end, reader.InfoNumber("END="u8) ?? reader.SymbolEnd);
        if (end > reference.Length)
            throw reader.Wrong($"The record ends at {end:N0}, beyond the end of {reference.Name}.");
        _reached = Math.Max(_reached, end);
        bool block = alt is [(byte)'.'] || IsAnyAllele(alt);
        _counts.TellsReference |= block;
        if (!reference.KnowsAny(reader.Position, end))
        {
            _counts.Elsewhere++;
            return;
        }
        _contradictions.At(reader.Position);
        string bases = ReadBases(reader.Ref, "REF");
        if (!Agrees(bases))
        {
            _states.Doubt(reader.Position, end);
            return;
        }
        int alternates = alt is [(byte)'.'] ? 0 : alt.Count((byte)',') + 1;
        if (alternates > MostAlternates)
            throw reader.Wrong($"The record lists more than {MostAlternates:N0} alternate alleles.");
        var genotype = Genotype.Of(reader, alternates);
        if (!Counts(genotype))
        {
            _states.Doubt(reader.Position, end);
            return;
        }
        uint called = reader.HasSample ? genotype.Alleles : AllAlternates(alternates, block);
        if (!block && genotype.Reads.Garbled(alternates))
        {
            _counts.Garbled++;
            _states.Doubt(reader.Position, end);
            return;
        }
        var (contradict, doubt) = Against(genotype, alternates);
        if (contradict || doubt)
        {
            if (contradict)
                _counts.Contradicted++;
            else
                _counts.Doubtful++;
            _states.Doubt(reader.Position, end);
            return;
        }
        if ((called & ~1u) == 0 || (block && !reader.HasSample))
        {
            _counts.ReferenceRecords++;
            _states.Refer(reader.Position, end);
            if (reader.HasSample)
                Deny(bases, block, end);
            return;
        }
        Call(bases, alternates, called, genotype, end);
    }

    // What the reads say against a sample's genotype. They contradict where the reference alone is called and another allele
    // is present, or the reference is not called and they lack a called one; they raise a doubt where the reference alone is
    // called and another allele has more reads than errors leave.
    private (bool Contradict, bool Doubt) Against(Genotype genotype, int alternates)
    {
        bool alone = genotype.Alleles == 1;
        bool without = (genotype.Alleles & 1) == 0;
        var (contradict, doubt) = (false, false);
        for (int allele = 1; allele <= alternates && allele < 32; allele++)
        {
            double? share = genotype.Reads.Of(allele, alternates);
            bool called = (genotype.Alleles >> allele & 1) != 0;
            contradict |= called
                ? without && share < settings.AbsentBelow
                : alone && share >= settings.PresentFrom;
            doubt |= alone && share >= settings.AbsentBelow;
        }
        return (contradict, doubt);
    }

    // What a sample's record of the reference says against others.
    private void Deny(string bases, bool block, int end)
    {
        if (block)
            _contradictions.Refer(reader.Position, end);
        var rest = block ? [] : reader.Alt;
        while (!rest.IsEmpty)
        {
            // Symbols deny nothing that another record could call.
            if (BasesOf(ByteCells.Next(ref rest, (byte)',')) is { } absent)
                _contradictions.Deny(Variant.Of(reader.Position, bases, absent));
        }
    }

    private void Call(string bases, int alternates, uint called, Genotype genotype, int end)
    {
        var rest = reader.Alt;
        bool mixed = (called & (called - 1)) != 0;
        bool doubted = false;
        for (int allele = 1; allele <= alternates && allele < 32; allele++)
        {
            var text = ByteCells.Next(ref rest, (byte)',');
            if ((called >> allele & 1) == 0)
                continue;
            if (text is [(byte)'*'])
            {
                // A deletion that began before takes these bases; where no record told of it, they are not known.
                doubted |= _states[reader.Position] != PositionState.Variant;
                continue;
            }
            double? share = genotype.Reads.Of(allele, alternates);
            if (share < settings.PresentFrom)
            {
                if (share >= settings.AbsentBelow)
                    doubted = true;
                continue;
            }
            if (Read(text, bases, end) is not { } change)
            {
                _counts.Symbolic++;
                _states.Doubt(reader.Position, end);
                continue;
            }
            if (change.Ref.Length == 0 && change.Alt.Length == 0)
                throw reader.Wrong("An alternate allele is the same as REF.");
            if (change.Alt.Contains('N', StringComparison.Ordinal))
            {
                // An ambiguous base (IUPAC) is no call.
                doubted = true;
                continue;
            }
            bool beside = reader.HasSample && mixed && share is not > 0.9;
            _counts.Mixed += beside ? 1 : 0;
            _calls.Add(new Call(change.LeftAligned(reference), (int)_counts.Records, share, beside));
            if (reader.HasSample)
                _contradictions.Call(change, whole: !beside && share is not <= 0.5);
            if (_calls.Count > MostCalls)
                throw reader.Wrong($"The file calls more than {MostCalls:N0} changes in the known loci.");
            _states.Vary(change);
        }
        if (!doubted)
        {
            _states.Refer(reader.Position, reader.Position + bases.Length - 1);
            return;
        }
        _counts.Doubtful++;
        _states.Doubt(reader.Position, end);
    }

    /// <summary>A change from an allele's text; null for symbols other than deletions.</summary>
    private Variant? Read(ReadOnlySpan<byte> text, string bases, int end)
    {
        if (text.StartsWith("<DEL"u8))
            return end > reader.Position
                ? new Variant(
                    reader.Position + 1,
                    reference.Bases(reader.Position + 1, end - reader.Position),
                    ""
                )
                : throw reader.Wrong("A deletion <DEL> needs its end (END or SVLEN in INFO).");
        if (text.IndexOfAny((byte)'<', (byte)'[', (byte)']') >= 0)
            return null;
        return Variant.Of(reader.Position, bases, text is [(byte)'.'] ? bases : ReadBases(text, "ALT"));
    }

    private bool Counts(Genotype genotype)
    {
        if (!Accepted(reader.Filter) || (!genotype.Filter.IsEmpty && !Accepted(genotype.Filter)))
        {
            _counts.Filtered++;
            return false;
        }
        if (reader.HasSample && genotype.Missing)
        {
            _counts.Uncalled++;
            return false;
        }
        int depth = genotype.Depth >= 0 ? genotype.Depth : reader.InfoNumber("DP="u8) ?? int.MaxValue;
        if (Math.Min(depth, genotype.Reads.Total ?? long.MaxValue) >= settings.MinimumDepth)
            return true;
        _counts.Doubtful++;
        return false;
    }

    private bool Accepted(ReadOnlySpan<byte> filter)
    {
        foreach (byte[] accepted in _filters)
            if (filter.SequenceEqual(accepted))
                return true;
        if (!filter.Contains((byte)';'))
            return false;
        foreach (var part in filter.Split((byte)';'))
            if (!Accepted(filter[part]))
                return false;
        return true;
    }

    private bool Agrees(string bases)
    {
        for (int i = 0; i < bases.Length; i++)
        {
            if (
                bases[i] == 'N'
                || !reference.Knows(reader.Position + i)
                || reference.At(reader.Position + i) == bases[i]
            )
                continue;
            if (++_counts.Mismatches <= settings.AllowedMismatches)
                return false;
            throw reader.Wrong(
                $"REF has {bases[i]} at {reader.Position + i:N0}; {reference.Name} has {reference.At(reader.Position + i)}.",
                $"The file is of another species or build; call variants against {reference.Name}."
            );
        }
        return true;
    }

    private string ReadBases(ReadOnlySpan<byte> text, string column) =>
        text.IsEmpty
            ? throw reader.Wrong($"{column} is empty.")
            : BasesOf(text)
                ?? throw reader.Wrong($"{column} '{ByteCells.Shown(text)}' is no sequence of bases.");

    private static string? BasesOf(ReadOnlySpan<byte> text)
    {
        Span<char> bases = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            bases[i] = Nucleotides.Read((char)text[i]);
            if (bases[i] == '\0')
                return null;
        }
        return bases.ToString();
    }

    /// <summary>
    /// Does ALT name no allele that was seen, only gVCF's symbol for any other one (<c>&lt;NON_REF&gt;</c>, in VCF 4.3
    /// <c>&lt;*&gt;</c>)? Then the record says that the reference is there, up to its END.
    /// </summary>
    private static bool IsAnyAllele(ReadOnlySpan<byte> alt) =>
        alt.SequenceEqual("<NON_REF>"u8) || alt.SequenceEqual("<*>"u8);

    private static uint AllAlternates(int alternates, bool block) =>
        block ? 1u : (uint)((1L << Math.Min(32, alternates + 1)) - 2);

    private ImmutableArray<Call> Distinct()
    {
        var seen = new HashSet<Variant>(_contradictions.Contradicted);
        return [.. _calls.OrderBy(call => call.Variant.Position).Where(call => seen.Add(call.Variant))];
    }
}
