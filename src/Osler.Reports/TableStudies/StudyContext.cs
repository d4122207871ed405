using Osler.Reports.Pages;
using Osler.Reports.Plots;

namespace Osler.Reports.TableStudies;

/// <summary>The findings with what every section needs of them.</summary>
internal sealed class StudyContext
{
    public StudyContext(TableStudyFindings findings)
    {
        Findings = findings;
        Book = new MeasureBook(findings);
        Curves =
        [
            .. findings.Judged.Models.Select(model => new JudgedCurves(
                model.Probabilities,
                findings.Judged.Outcomes,
                findings.Judged.Patients
            )),
        ];
        Cases = findings.Judged.Outcomes.Length;
        Positives = findings.Judged.Outcomes.Count(outcome => outcome);
    }

    public TableStudyFindings Findings { get; }

    public MeasureBook Book { get; }

    /// <summary>Of each model in order; the network's are the first.</summary>
    public IReadOnlyList<JudgedCurves> Curves { get; }

    public int Cases { get; }

    public int Positives { get; }

    public double Prevalence => Cases == 0 ? double.NaN : (double)Positives / Cases;

    public bool CrossValidated => Findings.Judged.Part == "cross_validation";

    /// <summary>What thresholds were chosen on, after "chosen" or "frozen".</summary>
    public string ChosenOn =>
        Findings.OutOfFold
            ? "on out-of-fold predictions (of each training case by members of the ensemble that had not learnt from its patient)"
        : CrossValidated ? "on the folds' pooled validation cases"
        : "on validation";

    /// <summary>"test cases" or "cross-validated cases".</summary>
    public string CaseWords => CrossValidated ? "cross-validated cases" : $"{Findings.Judged.Part} cases";

    public string Outcome => Findings.Intent.OutcomeLabel;

    /// <summary>A model's label with a measure and its interval, for a legend.</summary>
    public string Legend(int place, string measure, string shortName)
    {
        var model = Findings.Judged.Models[place];
        var estimate = Book.Of(measure, model.Model);
        string name = Axis.Shorten(model.Label, 22);
        return estimate.Value is null
            ? $"{name}: {shortName} —"
            : $"{name}: {shortName} {Numerals.WithInterval(estimate, Numerals.FormatOf(measure))}";
    }

    /// <summary>A key figure from a measure.</summary>
    public KeyFigure Key(string measure, string? note, string? operatingPoint = null) =>
        KeyFigure.Of(
            MeasureBook.Label(measure),
            measure,
            Book.Of(measure, operatingPoint: operatingPoint),
            note
        );
}
