namespace Osler.Studies.Vignettes;

/// <summary>How a vignette begins: the patient, a parent or a doctor says who is ill.</summary>
internal static class VignetteOpening
{
    /// <summary>The first words, and whether a predicate has to follow them.</summary>
    public static (string Words, bool Subject) OfOneself(SimulatedCase patient, Random random)
    {
        string age = Ages.Years(patient.Age, random);
        string noun = patient.Woman ? "woman" : "man";
        return (
            random.Next(7) switch
            {
                0 => $"I am a {age}-year-old {noun}",
                1 => $"I'm {age}",
                2 => $"{noun}, {age} years old",
                3 => $"I am {age} years old",
                _ => "",
            },
            false
        );
    }

    /// <summary>The first words, and whether a predicate has to follow them.</summary>
    public static (string Words, bool Subject) OfParent(SimulatedCase patient, Random random)
    {
        string child =
            patient.Age < 1.5 ? "baby"
            : patient.Woman ? "daughter"
            : "son";
        string little =
            patient.Age < 1.5 ? (patient.Woman ? "baby girl" : "baby boy")
            : patient.Woman ? "little girl"
            : "little boy";
        return random.Next(6) switch
        {
            0 => ($"my {Ages.Old(patient.Age, random)} {child}", true),
            1 => ($"our {child} is {Ages.Plain(patient.Age, random)}", false),
            2 => ($"our {little}", true),
            3 => ($"my {child}, {Ages.Plain(patient.Age, random)},", true),
            4 => ($"my {child}", true),
            _ => ($"I am worried about my {Ages.Old(patient.Age, random)} {child}", false),
        };
    }

    /// <summary>The first words, and whether a predicate has to follow them.</summary>
    public static (string Words, bool Subject) OfCase(SimulatedCase patient, Random random)
    {
        string noun = Ages.Noun(patient.Age, patient.Woman, random);
        string old = Ages.Old(patient.Age, random);
        return random.Next(8) switch
        {
            0 => ("the patient", true),
            1 => ($"{Article(noun)} {noun} of {Ages.Plain(patient.Age, random)}", true),
            2 => ($"a {noun}", true),
            3 => ($"this {old} {noun}", true),
            4 => ($"{Ages.Short(patient.Age, random)} {(patient.Woman ? "female" : "male")}", true),
            _ => ($"{Article(old)} {old} {noun}", true),
        };
    }

    private static string Article(string word) =>
        word.StartsWith('8')
        || word.StartsWith("11", StringComparison.Ordinal)
        || word.StartsWith("18", StringComparison.Ordinal)
        || "aeio".Contains(word[0], StringComparison.Ordinal)
            ? "an"
            : "a";
}
