namespace Osler.Studies.HeartAttack;

/// <summary>What the office-based equation asks of a patient.</summary>
/// <param name="Male">Sex.</param>
/// <param name="Age">Years; the equation was derived from 30 to 74.</param>
/// <param name="Bmi">Body-mass index, kg/m².</param>
/// <param name="Sbp">Systolic blood pressure, mmHg.</param>
/// <param name="Treated">Whether the blood pressure is treated.</param>
/// <param name="Smoker">Whether the patient smokes now.</param>
/// <param name="Diabetes">Whether the patient has diabetes.</param>
public readonly record struct RiskFactors(
    bool Male,
    double Age,
    double Bmi,
    double Sbp,
    bool Treated,
    bool Smoker,
    bool Diabetes
);

/// <summary>
/// Risk of a first cardiovascular event within ten years (coronary heart disease, stroke, peripheral artery disease or
/// heart failure), by the model that needs no laboratory.
/// </summary>
/// <remarks>
/// D'Agostino et al., Circulation 2008;117:743-753, doi:10.1161/CIRCULATIONAHA.107.699579, table 7 (body-mass index in
/// place of lipids): 1 − S₀(10) ^ exp(Σ βx − mean Σ βx), sex-specific, from 8,491 participants.
/// </remarks>
public static class FraminghamRisk
{
    private static readonly Equation s_women = new(
        Age: 2.72107,
        Bmi: 0.51125,
        SbpUntreated: 2.81291,
        SbpTreated: 2.88267,
        Smoker: 0.61868,
        Diabetes: 0.77763,
        Mean: 26.0145,
        Survival: 0.94833
    );

    private static readonly Equation s_men = new(
        Age: 3.11296,
        Bmi: 0.79277,
        SbpUntreated: 1.85508,
        SbpTreated: 1.92672,
        Smoker: 0.70953,
        Diabetes: 0.53160,
        Mean: 23.9388,
        Survival: 0.88431
    );

    /// <summary>Probability of an event within ten years, in (0, 1).</summary>
    public static double TenYears(RiskFactors patient)
    {
        Equation equation = patient.Male ? s_men : s_women;
        return 1 - Math.Pow(equation.Survival, Math.Exp(Score(patient) - equation.Mean));
    }

    /// <summary>Σ βx: 26.0145 on average over the women whom the equation was derived from, 23.9388 over the men.</summary>
    public static double Score(RiskFactors patient)
    {
        Equation equation = patient.Male ? s_men : s_women;
        return equation.Age * Math.Log(patient.Age)
            + equation.Bmi * Math.Log(patient.Bmi)
            + (patient.Treated ? equation.SbpTreated : equation.SbpUntreated) * Math.Log(patient.Sbp)
            + (patient.Smoker ? equation.Smoker : 0)
            + (patient.Diabetes ? equation.Diabetes : 0);
    }

    private sealed record Equation(
        double Age,
        double Bmi,
        double SbpUntreated,
        double SbpTreated,
        double Smoker,
        double Diabetes,
        double Mean,
        double Survival
    );
}
