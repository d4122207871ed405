namespace Osler.Core.Variants.Calls;

/// <summary>What one record says of one sample.</summary>
internal ref struct Genotype
{
    private const int Most = 8;

    /// <summary>The alleles that are called, each once: 0 the reference, 1 the first alternate one, and so on.</summary>
    public uint Alleles;

    /// <summary>Nothing is called: "./.", ".", or no genotype where others have one.</summary>
    public bool Missing;

    /// <summary>Reads over the position; -1 where that is not told.</summary>
    public int Depth;

    /// <summary>Reads of each allele, where they are told.</summary>
    public ReadShares Reads;

    /// <summary>The sample's own filter (FT); empty where it is not told.</summary>
    public ReadOnlySpan<byte> Filter;

    /// <summary>Reads a sample's cell.</summary>
    /// <exception cref="Osler.Core.Faults.DataException">An allele that is not listed; no number where one is due.</exception>
    public static Genotype Of(VcfReader record, int alternates)
    {
        var genotype = new Genotype
        {
            Depth = -1,
            Missing = true,
            Reads = new ReadShares { Info = record.Info, Alone = !record.HasSample },
        };
        var keys = record.Format;
        var cells = record.Sample;
        bool first = true;
        while (!keys.IsEmpty)
        {
            var key = ByteCells.Next(ref keys, (byte)':');
            var cell = ByteCells.Next(ref cells, (byte)':');
            if (key.SequenceEqual("GT"u8))
            {
                if (!first)
                    throw record.Wrong("GT must be the first key of FORMAT.");
                genotype.ReadAlleles(record, cell, alternates);
            }
            else if (key.SequenceEqual("FT"u8))
                genotype.Filter = cell;
            else if (key.SequenceEqual("MIN_DP"u8) || (key.SequenceEqual("DP"u8) && genotype.Depth < 0))
                genotype.Depth = ReadDepth(record, cell, genotype.Depth);
            else
                genotype.Reads.Take(key, cell);
            first = false;
        }
        return genotype;
    }

    private void ReadAlleles(VcfReader record, scoped ReadOnlySpan<byte> cell, int alternates)
    {
        var rest = cell;
        int count = 0;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny((byte)'/', (byte)'|');
            var text = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (end >= 0 && rest.IsEmpty)
                throw record.Wrong($"'{ByteCells.Shown(cell)}' is no genotype.");
            if (++count > Most)
                throw record.Wrong($"The genotype has more than {Most} alleles.");
            if (text.SequenceEqual("."u8))
                continue;
            if (!ByteCells.TryNumber(text, out int allele) || allele < 0)
                throw record.Wrong($"'{ByteCells.Shown(cell)}' is no genotype.");
            if (allele > alternates)
                throw record.Wrong(
                    $"The genotype '{ByteCells.Shown(cell)}' calls allele {allele}; the record lists {alternates} alternate ones.",
                    "The file is damaged, or a tool cut its alleles without its genotypes."
                );
            if (allele > 31)
                throw record.Wrong("The genotype calls an allele beyond the 31st.");
            Alleles |= 1u << allele;
            Missing = false;
        }
    }

    private static int ReadDepth(VcfReader record, ReadOnlySpan<byte> cell, int otherwise)
    {
        if (cell.IsEmpty || cell.SequenceEqual("."u8))
            return otherwise;
        return ByteCells.TryNumber(cell, out int depth) && depth >= 0
            ? depth
            : throw record.Wrong($"'{ByteCells.Shown(cell)}' is no depth.");
    }
}
