using System.Collections.Immutable;

namespace Osler.Core.Texts;

/// <summary>Texts of no patient, which bundles on text keep the token ids of, so that <c>osler verify</c> can cut them again.</summary>
public static class SampleTexts
{
    /// <summary>The one input of the samples: the number of a text.</summary>
    public const string Input = "sample_text";

    /// <summary>The texts; new ones are added at the end alone.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        "A 34-year-old woman has had a fever of 38.9 °C for three days, with a dry cough and no rash.",
        "I feel sick and my head hurts. My mother had migraine.",
        "58M, crushing chest pain x 2 hours, BP 85/50, denies vomiting.",
        "Our baby won't drink, breathes fast and is hot to the touch.",
    ];
}
