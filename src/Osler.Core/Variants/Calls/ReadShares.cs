using System.Buffers.Text;

namespace Osler.Core.Variants.Calls;

/// <summary>What one record tells of the reads of each allele, in whichever of the usual ways.</summary>
/// <remarks>
/// In this order: FORMAT's AD (reads of each allele; VarScan writes RD beside it, and the alternate's alone in AD); RO and AO
/// (freebayes: of the reference, of each alternate allele); AF, VAF (shares of each alternate allele) or FREQ (VarScan: in per
/// cent); INFO's DP4 (samtools, LoFreq: reference forward and reverse, alternate forward and reverse), of records with one
/// alternate allele; INFO's AF of files without a sample (LoFreq). Beside a sample INFO's AF is to many callers the share of
/// genotypes, and is not looked at.
/// </remarks>
internal ref struct ReadShares
{
    public ReadOnlySpan<byte> AlleleDepths;
    public ReadOnlySpan<byte> Reference;
    public ReadOnlySpan<byte> ReferenceAlone;
    public ReadOnlySpan<byte> Alternates;
    public ReadOnlySpan<byte> Fractions;
    public ReadOnlySpan<byte> Info;

    /// <summary>Whether the record is of a file without a sample.</summary>
    public bool Alone;

    /// <summary>Keeps a cell of the sample where its key is one of these.</summary>
    public void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> cell)
    {
        if (cell.SequenceEqual("."u8))
            return;
        if (key.SequenceEqual("AD"u8))
            AlleleDepths = cell;
        else if (key.SequenceEqual("RD"u8))
            ReferenceAlone = cell;
        else if (key.SequenceEqual("RO"u8))
            Reference = cell;
        else if (key.SequenceEqual("AO"u8))
            Alternates = cell;
        else if (key.SequenceEqual("AF"u8) || key.SequenceEqual("VAF"u8) || key.SequenceEqual("FREQ"u8))
            Fractions = cell;
    }

    private enum Way
    {
        Untold,
        Depths,
        VarScan,
        Freebayes,
        Shares,
        Strands,
        SharesOfSites,
    }

    /// <summary>Reads of all alleles; null where they are not told, or told as shares.</summary>
    public readonly long? Total =>
        Told(alternates: 1) switch
        {
            Way.Depths => Sum(AlleleDepths),
            Way.VarScan => Sum(ReferenceAlone) + Sum(AlleleDepths),
            Way.Freebayes => Sum(Reference) + Sum(Alternates),
            Way.Strands => Sum(InInfo("DP4="u8)),
            _ => null,
        };

    /// <summary>Whether reads are told, in a way that can't be understood.</summary>
    /// <param name="alternates">Alternate alleles of the record.</param>
    public readonly bool Garbled(int alternates) =>
        alternates > 0 && Told(alternates) != Way.Untold && Total != 0 && Of(1, alternates) is null;

    /// <summary>The share of reads of an allele; null where reads are not told for every allele, or there are none.</summary>
    /// <param name="allele">0 for the reference.</param>
    /// <param name="alternates">Alternate alleles of the record.</param>
    public readonly double? Of(int allele, int alternates)
    {
        switch (Told(alternates))
        {
            case Way.Depths:
                var others = AlleleDepths;
                return OfDepths(ByteCells.Next(ref others, (byte)','), others, allele, alternates);
            case Way.VarScan:
                return OfDepths(ReferenceAlone, AlleleDepths, allele, alternates);
            case Way.Freebayes:
                return OfDepths(Reference, Alternates, allele, alternates);
            case Way.Shares:
                return OfFractions(Fractions, allele, alternates);
            case Way.Strands:
                return OfStrands(InInfo("DP4="u8), allele);
            case Way.SharesOfSites:
                return OfFractions(InInfo("AF="u8), allele, alternates);
            default:
                return null;
        }
    }

    private readonly Way Told(int alternates) =>
        !ReferenceAlone.IsEmpty && AlleleDepths.IndexOf((byte)',') < 0 ? Way.VarScan
        : !AlleleDepths.IsEmpty ? Way.Depths
        : !Reference.IsEmpty && !Alternates.IsEmpty ? Way.Freebayes
        : !Fractions.IsEmpty ? Way.Shares
        : alternates == 1 && ByteCells.TryValue(Info, "DP4="u8, out _) ? Way.Strands
        : Alone && ByteCells.TryValue(Info, "AF="u8, out _) ? Way.SharesOfSites
        : Way.Untold;

    private readonly ReadOnlySpan<byte> InInfo(ReadOnlySpan<byte> key)
    {
        _ = ByteCells.TryValue(Info, key, out var value);
        return value;
    }

    private static long? Sum(ReadOnlySpan<byte> rest)
    {
        long sum = 0;
        while (!rest.IsEmpty)
        {
            if (Next(ref rest) is not { } reads)
                return null;
            sum += reads;
        }
        return sum;
    }

    private static double? OfDepths(
        ReadOnlySpan<byte> reference,
        ReadOnlySpan<byte> rest,
        int allele,
        int alternates
    )
    {
        if (Next(ref reference) is not { } total || !reference.IsEmpty)
            return null;
        long own = allele == 0 ? total : 0;
        long all = total;
        for (int i = 1; i <= alternates; i++)
        {
            if (Next(ref rest) is not { } reads)
                return null;
            all += reads;
            own += i == allele ? reads : 0;
        }
        return !rest.IsEmpty || all == 0 ? null : (double)own / all;
    }

    private static double? OfFractions(ReadOnlySpan<byte> rest, int allele, int alternates)
    {
        double others = 0;
        double? own = null;
        for (int i = 1; i <= alternates; i++)
        {
            var cell = ByteCells.Next(ref rest, (byte)',');
            bool cent = cell is [.., (byte)'%'];
            if (
                !Utf8Parser.TryParse(cell, out double share, out int read)
                || read != cell.Length - (cent ? 1 : 0)
            )
                return null;
            share /= cent ? 100 : 1;
            if (share is not (>= 0 and <= 1))
                return null;
            others += share;
            if (i == allele)
                own = share;
        }
        return !rest.IsEmpty ? null
            : allele == 0 ? Math.Max(0, 1 - others)
            : own;
    }

    private static double? OfStrands(ReadOnlySpan<byte> rest, int allele)
    {
        long reference = 0;
        long alternate = 0;
        for (int i = 0; i < 4; i++)
        {
            if (Next(ref rest) is not { } reads)
                return null;
            if (i < 2)
                reference += reads;
            else
                alternate += reads;
        }
        long total = reference + alternate;
        return !rest.IsEmpty || total == 0 ? null : (double)(allele == 0 ? reference : alternate) / total;
    }

    private static int? Next(ref ReadOnlySpan<byte> rest) =>
        ByteCells.TryNumber(ByteCells.Next(ref rest, (byte)','), out int reads) && reads >= 0 ? reads : null;
}
