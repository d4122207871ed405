namespace Osler.Studies.HeartAttack;

/// <summary>One simulated patient: what the equation knows, and what the table shows of it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="South">At the southern site, whose patients are older, heavier and more often diabetic.</param>
/// <param name="Factors">The risk factors, all known.</param>
/// <param name="TrueRisk">Probability of the event by the equation.</param>
/// <param name="Event">Whether it happened: a draw by that probability.</param>
/// <param name="Missing">Which of the factors the table does not show.</param>
public readonly record struct SimulatedPatient(
    int Number,
    bool South,
    RiskFactors Factors,
    double TrueRisk,
    bool Event,
    MissingFactors Missing
);

/// <summary>Factors that were not recorded.</summary>
[Flags]
public enum MissingFactors
{
    /// <summary>All were recorded.</summary>
    None = 0,

    /// <summary>Body-mass index.</summary>
    Bmi = 1,

    /// <summary>Systolic blood pressure.</summary>
    Sbp = 2,

    /// <summary>Smoking.</summary>
    Smoker = 4,

    /// <summary>Diabetes.</summary>
    Diabetes = 8,
}
