using Osler.Reports.Pages;

namespace Osler.Reports.TableStudies;

/// <summary>Composes the report of a study on a table.</summary>
/// <remarks>
/// The order is a paper's: question and answer first, then who was studied, how, how well it does, for whom it does
/// less well, what it rests on, where it errs, and what is needed to do it again. A section that has nothing to show
/// is left out.
/// </remarks>
public static class TableStudyReport
{
    /// <summary>The page; <see cref="HtmlReport.Render"/> makes it a document.</summary>
    /// <exception cref="ArgumentException">Probabilities and outcomes differ in number.</exception>
    public static ReportPage Page(TableStudyFindings findings)
    {
        foreach (var model in findings.Judged.Models)
            if (model.Probabilities.Length != findings.Judged.Outcomes.Length)
                throw new ArgumentException(
                    $"{model.Label} has {model.Probabilities.Length} probabilities for "
                        + $"{findings.Judged.Outcomes.Length} judged cases.",
                    nameof(findings)
                );
        if (findings.Judged.Patients.Length is var patients && patients != 0)
            if (patients != findings.Judged.Outcomes.Length)
                throw new ArgumentException(
                    $"{patients} patients for {findings.Judged.Outcomes.Length} judged cases.",
                    nameof(findings)
                );
        var context = new StudyContext(findings);
        ReportSection?[] sections =
        [
            AnswerSections.Answer(context),
            AnswerSections.Question(context),
            PatientSections.Flow(context),
            PatientSections.TableOne(context),
            PatientSections.DataChecks(context),
            NetworkSections.Network(context),
            NetworkSections.Training(context),
            JudgementSections.Discrimination(context),
            JudgementSections.Calibration(context),
            BenefitSection.Of(context),
            JudgementSections.Thresholds(context),
            ComparisonSections.Models(context),
            ComparisonSections.Subgroups(context),
            ComparisonSections.Truth(context),
            ExplanationSections.Explanation(context),
            ExplanationSections.Planes(context),
            ExplanationSections.Errors(context),
            ClosingSections.Limits(context),
            ClosingSections.Checklist(context),
            ClosingSections.Reproduction(context),
        ];
        return StudyPage.Of(findings.Intent, findings.Run, "patients", sections);
    }
}
