using Osler.Core.Faults;

namespace Osler.Core.Metrics;

/// <summary>The one door through which scores and outcomes come into a measure.</summary>
internal static class Checked
{
    /// <summary>Scores of any scale, one an outcome, none of them NaN.</summary>
    public static void Scores(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        if (scores.Length != outcomes.Length)
            throw new ArgumentException(
                $"{scores.Length} scores for {outcomes.Length} outcomes.",
                nameof(outcomes)
            );
        for (int i = 0; i < scores.Length; i++)
            if (double.IsNaN(scores[i]))
                throw new DataException(
                    "the prediction is not a number (NaN).",
                    $"judged case {i + 1}",
                    "A diverged training gives such predictions: lower the learning rate, or check the inputs."
                );
    }

    /// <summary>Probabilities in [0, 1], one an outcome.</summary>
    public static void Probabilities(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        Scores(scores, outcomes);
        for (int i = 0; i < scores.Length; i++)
            if (scores[i] is < 0 or > 1)
                throw new DataException(
                    $"the prediction {scores[i]:R} is not a probability.",
                    $"judged case {i + 1}",
                    "Give probabilities in [0, 1], not logits or percentages."
                );
    }

    /// <summary>Each case's patient, or nothing.</summary>
    public static void Patients(ReadOnlySpan<ulong> patients, int cases)
    {
        if (!patients.IsEmpty && patients.Length != cases)
            throw new ArgumentException($"{patients.Length} patients for {cases} cases.", nameof(patients));
    }

    /// <summary>How many outcomes are present.</summary>
    public static int Positives(ReadOnlySpan<bool> outcomes)
    {
        int positives = 0;
        foreach (bool outcome in outcomes)
            positives += outcome ? 1 : 0;
        return positives;
    }

    /// <summary>Why a measure that needs both classes has no value; null when it has one.</summary>
    public static string? Lacks(int positives, int cases) =>
        cases == 0 ? "no case"
        : positives == 0 ? "no positive case"
        : positives == cases ? "no negative case"
        : null;
}
