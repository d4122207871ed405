using System.Globalization;

namespace Osler.Studies.Tuberculosis;

/// <summary>What the simulator knows of a mutation, in the place of a catalogue's grade.</summary>
internal static class SimulatedGrade
{
    /// <summary>What a mutation does to a drug.</summary>
    /// <param name="data">Drawn by the simulator.</param>
    /// <param name="means">Whether a variant's name means the mutation.</param>
    /// <param name="drug">The drug's code.</param>
    public static string Of(ResistanceData data, Func<string, bool> means, string drug)
    {
        KnownMechanism[] own = [.. data.Truth.Where(one => means(one.Variant))];
        return own.FirstOrDefault(one => one.Drug == drug) is not { } mechanism
            ? own.Length > 0
                ? "simulated: no effect on this drug"
                : "simulated: no effect"
            : mechanism.LogOdds == 0
                ? $"simulated: {mechanism.Role}, no effect"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"simulated: {mechanism.Role}, adds {mechanism.LogOdds}"
                );
    }
}
