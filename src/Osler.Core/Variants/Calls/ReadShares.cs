using System.Buffers.Text;

namespace Osler.Core.Variants.Calls;

/// <summary>What one record tells of the reads of each allele, in whichever of the usual ways.</summary>
/// <remarks>
/// In this order: FORMAT's AD (reads of each allele); RO and AO (freebayes: of the reference, of each alternate allele); AF,
/// VAF (shares of each alternate allele) or FREQ (VarScan: in per cent); INFO's DP4 (samtools, LoFreq: reference forward and
/// reverse, alternate forward and reverse), of records with one alternate allele. INFO's AF is not one of them: to many
/// callers it is the share of genotypes.
/// </remarks>
internal ref struct ReadShares
{
    public ReadOnlySpan<byte> AlleleDepths;
    public ReadOnlySpan<byte> Reference;
    public ReadOnlySpan<byte> Alternates;
    public ReadOnlySpan<byte> Fractions;
    public ReadOnlySpan<byte> Info;

    /// <summary>Keeps a cell of the sample where its key is one of these.</summary>
    public void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> cell)
    {
        if (cell.SequenceEqual("."u8))
            return;
        if (key.SequenceEqual("AD"u8))
            AlleleDepths = cell;
        else if (key.SequenceEqual("RO"u8))
            Reference = cell;
        else if (key.SequenceEqual("AO"u8))
            Alternates = cell;
        else if (key.SequenceEqual("AF"u8) || key.SequenceEqual("VAF"u8) || key.SequenceEqual("FREQ"u8))
            Fractions = cell;
    }

    /// <summary>The share of reads of an allele; null where reads are not told for every allele, or there are none.</summary>
    /// <param name="allele">0 for the reference.</param>
    /// <param name="alternates">Alternate alleles of the record.</param>
    public readonly double? Of(int allele, int alternates) =>
        !AlleleDepths.IsEmpty ? OfDepths(AlleleDepths, allele, alternates)
        : !Reference.IsEmpty && !Alternates.IsEmpty ? OfBoth(allele, alternates)
        : !Fractions.IsEmpty ? OfFractions(allele, alternates)
        : alternates == 1 ? OfStrands(allele)
        : null;

    private static double? OfDepths(ReadOnlySpan<byte> rest, int allele, int alternates)
    {
        long total = 0;
        long own = 0;
        for (int i = 0; i <= alternates; i++)
        {
            if (Next(ref rest) is not { } reads)
                return null;
            total += reads;
            own += i == allele ? reads : 0;
        }
        return !rest.IsEmpty || total == 0 ? null : (double)own / total;
    }

    private readonly double? OfBoth(int allele, int alternates)
    {
        var reference = Reference;
        if (Next(ref reference) is not { } total || !reference.IsEmpty)
            return null;
        long own = allele == 0 ? total : 0;
        long all = total;
        var rest = Alternates;
        for (int i = 1; i <= alternates; i++)
        {
            if (Next(ref rest) is not { } reads)
                return null;
            all += reads;
            own += i == allele ? reads : 0;
        }
        return !rest.IsEmpty || all == 0 ? null : (double)own / all;
    }

    private readonly double? OfFractions(int allele, int alternates)
    {
        var rest = Fractions;
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

    private readonly double? OfStrands(int allele)
    {
        _ = ByteCells.TryValue(Info, "DP4="u8, out var rest);
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
