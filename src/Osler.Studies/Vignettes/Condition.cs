using System.Collections.Immutable;

namespace Osler.Studies.Vignettes;

/// <summary>How an illness begins.</summary>
public enum Onset
{
    /// <summary>Within moments.</summary>
    Sudden,

    /// <summary>Within hours or days.</summary>
    Acute,

    /// <summary>Little by little.</summary>
    Gradual,

    /// <summary>It comes and goes.</summary>
    Episodic,
}

/// <summary>A condition as the simulator knows it.</summary>
/// <param name="Name">Snake-case name, the class of a vignette.</param>
/// <param name="Title">In words.</param>
/// <param name="Ages">Youngest, typical and oldest age, in years.</param>
/// <param name="Women">Share of women, in [0, 1].</param>
/// <param name="Onset">How it begins.</param>
/// <param name="Days">Shortest and longest time that it has lasted, in days.</param>
/// <param name="Findings">Findings with the share of patients who have them, in (0, 1].</param>
/// <param name="Absent">Findings that speak against it, whose absence is told.</param>
/// <param name="Source">Where this is described.</param>
public sealed record Condition(
    string Name,
    string Title,
    (double Youngest, double Typical, double Oldest) Ages,
    double Women,
    Onset Onset,
    (double Shortest, double Longest) Days,
    ImmutableArray<(string Finding, double Share)> Findings,
    ImmutableArray<string> Absent,
    string Source
);
