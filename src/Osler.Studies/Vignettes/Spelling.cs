using System.Text;
using System.Text.RegularExpressions;

namespace Osler.Studies.Vignettes;

/// <summary>Spells a text as one of its writers would: British or American, with or without capitals, now and then with a slip.</summary>
internal static partial class Spelling
{
    private static readonly (string British, string American)[] s_spellings =
    [
        ("diarrhoea", "diarrhea"),
        ("oedema", "edema"),
        ("haem", "hem"),
        ("anaemi", "anemi"),
        ("oesoph", "esoph"),
        ("dyspnoea", "dyspnea"),
        ("apnoea", "apnea"),
        ("orthopnoea", "orthopnea"),
        ("tachypnoea", "tachypnea"),
        ("colour", "color"),
        ("tumour", "tumor"),
        ("odour", "odor"),
        ("behaviour", "behavior"),
        ("faec", "fec"),
        ("grey", "gray"),
        ("litres", "liters"),
        ("metres", "meters"),
        ("centre", "center"),
        ("menorrhoea", "menorrhea"),
        ("galactorrhoea", "galactorrhea"),
        ("rhinorrhoea", "rhinorrhea"),
        ("steatorrhoea", "steatorrhea"),
        ("calcaemia", "calcemia"),
        ("glycaemia", "glycemia"),
        ("leukaemia", "leukemia"),
        ("paracetamol", "acetaminophen"),
        ("nappies", "diapers"),
        ("nappy", "diaper"),
        ("pyjamas", "pajamas"),
        ("anaesthesia", "anesthesia"),
        ("gynaeco", "gyneco"),
        ("goitre", "goiter"),
        ("naevi", "nevi"),
        ("manoeuvre", "maneuver"),
        ("melaena", "melena"),
        ("uraemi", "uremi"),
        ("tummy", "belly"),
        ("fibre", "fiber"),
        ("immunised", "immunized"),
        ("immunisation", "immunization"),
        ("jewellery", "jewelry"),
    ];

    /// <summary>Varies a text.</summary>
    public static string Vary(string text, Random random)
    {
        if (random.Next(2) == 0)
        {
            foreach (var (british, american) in s_spellings)
                text = text.Replace(british, american, StringComparison.Ordinal);
            // The word alone: mumps and the maximum have one spelling.
            text = Mum().Replace(text, "mom");
        }
        if (random.Next(10) == 0)
            text = text.ToLowerInvariant();
        return random.Next(12) == 0 ? Slip(text, random) : text;
    }

    [GeneratedRegex(@"\bmum\b", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Mum();

    // Two letters of a word change places.
    private static string Slip(string text, Random random)
    {
        var slipped = new StringBuilder(text);
        for (int tries = random.Next(1, 4); tries > 0; tries--)
        {
            int at = random.Next(1, Math.Max(2, text.Length - 2));
            if (
                at + 1 < text.Length
                && char.IsLetter(text[at - 1])
                && char.IsLetter(text[at])
                && char.IsLetter(text[at + 1])
            )
                (slipped[at], slipped[at + 1]) = (slipped[at + 1], slipped[at]);
        }
        return slipped.ToString();
    }
}
