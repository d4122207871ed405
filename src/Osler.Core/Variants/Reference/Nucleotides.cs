namespace Osler.Core.Variants.Reference;

/// <summary>Bases and amino acids as letters.</summary>
internal static class Nucleotides
{
    // NCBI's translation table 11 (bacteria), codons in the order T, C, A, G of each base.
    private const string Table11 = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";

    /// <summary>
    /// What a letter of a file stands for: A, C, G, T; N for every other letter of IUPAC's code for bases; '\0' for all else.
    /// </summary>
    /// <param name="letter">Small or capital.</param>
    public static char Read(char letter)
    {
        char upper = char.ToUpperInvariant(letter);
        return upper switch
        {
            'A' or 'C' or 'G' or 'T' => upper,
            'N' or 'R' or 'Y' or 'S' or 'W' or 'K' or 'M' or 'B' or 'D' or 'H' or 'V' => 'N',
            _ => '\0',
        };
    }

    /// <summary>The base that pairs with this one; a gap stays one; N for all else.</summary>
    public static char Complement(char letter) =>
        letter switch
        {
            'A' => 'T',
            'C' => 'G',
            'G' => 'C',
            'T' => 'A',
            '-' => '-',
            _ => 'N',
        };

    /// <summary>The other strand's bases, in its own direction.</summary>
    public static string ReverseComplement(string bases) =>
        string.Create(
            bases.Length,
            bases,
            static (target, source) =>
            {
                for (int i = 0; i < target.Length; i++)
                    target[i] = Complement(source[^(i + 1)]);
            }
        );

    /// <summary>The amino acid of a codon: '*' for stop, 'X' where a base is not known.</summary>
    public static char Translate(ReadOnlySpan<char> codon)
    {
        int index = 0;
        for (int i = 0; i < 3; i++)
        {
            int digit = "TCAG".IndexOf(codon[i], StringComparison.Ordinal);
            if (digit < 0)
                return 'X';
            index = index * 4 + digit;
        }
        return Table11[index];
    }

    /// <summary>The amino acids of whole codons; a rest of one or two bases is left out.</summary>
    public static string Protein(string bases) =>
        string.Create(
            bases.Length / 3,
            bases,
            static (target, source) =>
            {
                for (int i = 0; i < target.Length; i++)
                    target[i] = Translate(source.AsSpan(i * 3, 3));
            }
        );

    /// <summary>Three letters of an amino acid (IUPAC); "*" for stop, "Xaa" for one that is not known.</summary>
    public static string ThreeLetters(char acid) =>
        acid switch
        {
            'A' => "Ala",
            'C' => "Cys",
            'D' => "Asp",
            'E' => "Glu",
            'F' => "Phe",
            'G' => "Gly",
            'H' => "His",
            'I' => "Ile",
            'K' => "Lys",
            'L' => "Leu",
            'M' => "Met",
            'N' => "Asn",
            'P' => "Pro",
            'Q' => "Gln",
            'R' => "Arg",
            'S' => "Ser",
            'T' => "Thr",
            'V' => "Val",
            'W' => "Trp",
            'Y' => "Tyr",
            '*' => "*",
            _ => "Xaa",
        };
}
