using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Imaging.Sources;

namespace Osler.Studies;

/// <summary>What was found about the judged images.</summary>
/// <param name="Part"><c>test</c>.</param>
/// <param name="Cases">The judged cases.</param>
/// <param name="Probabilities">[cases, names] row-major.</param>
/// <param name="Measures">Every measure.</param>
/// <param name="Points">Of findings, and of two classes, thresholds chosen on validation; by outcome.</param>
internal sealed record ImageJudgement(
    string Part,
    int[] Cases,
    double[] Probabilities,
    ImmutableArray<Measure> Measures,
    ImmutableArray<(string Outcome, OperatingPoint Point)> Points
)
{
    /// <summary>Where the network sees what it names, by each way that it has; empty where boxes are not known.</summary>
    public ImmutableArray<Located> Located { get; init; } = [];

    /// <summary>With places and their error.</summary>
    public ImageJudgement With(ImmutableArray<Located> located, string outcome) =>
        this with
        {
            Located = located,
            Measures = Measures.AddRange(located.Select(one => one.Error(outcome, Part))),
        };

    /// <summary>The measure of the whole, or of one class or finding.</summary>
    public Measure? Find(string name, string outcome) =>
        Measures.FirstOrDefault(measure =>
            measure.Name == name && measure.Outcome == outcome && measure.OperatingPoint is null
        );
}

/// <summary>Judges a network's probabilities of images, of one of several classes or of several findings.</summary>
internal sealed class ImageJudging(StudyFile study, ImageData data)
{
    private string Outcome => study.Data.Outcome;

    /// <param name="validation">[validation cases, names]; may be empty.</param>
    /// <param name="validationCases">The validation cases.</param>
    /// <param name="test">[test cases, names].</param>
    /// <param name="cases">The test cases.</param>
    public ImageJudgement Of(double[] validation, int[] validationCases, double[] test, int[] cases)
    {
        const string part = "test";
        var labels = data.Labels;
        ulong[] patients = data.Patients.Keys(cases);
        int draws = study.Evaluation.BootstrapDraws;
        if (labels.Kind == LabelKind.Findings)
            return OfFindings(part, validation, validationCases, test, cases, patients);
        int[] classes = Array.ConvertAll(cases, index => labels.Class(index)!.Value);
        // Of two classes the second is the one that is looked for, so there are thresholds to choose.
        var points =
            labels.Names.Length > 2
                ? []
                : Thresholds(
                    ClassesJudge.Second(validation),
                    [.. validationCases.Select(index => labels.Class(index) == 1)]
                );
        var measures = ClassesJudge.Judge(
            Outcome,
            labels.Names,
            part,
            test,
            classes,
            points,
            patients,
            study.Seed,
            draws
        );
        return new ImageJudgement(
            part,
            cases,
            test,
            measures,
            [.. points.Select(point => (ClassesJudge.Name(Outcome, labels.Names[1]), point))]
        );
    }

    // With one outcome alone there is nothing to choose by.
    private ImmutableArray<OperatingPoint> Thresholds(double[] scores, bool[] outcomes) =>
        outcomes.Contains(true) && outcomes.Contains(false)
            ? study.Evaluation.Thresholds(scores, outcomes, OperatingPoints.Validation)
            : [];

    private ImageJudgement OfFindings(
        string part,
        double[] validation,
        int[] validationCases,
        double[] test,
        int[] cases,
        ulong[] patients
    )
    {
        var names = data.Labels.Names;
        float[] known = Targets(validationCases);
        var points = new Dictionary<string, IReadOnlyList<OperatingPoint>>(StringComparer.Ordinal);
        for (int k = 0; k < names.Length; k++)
        {
            int[] rows =
            [
                .. Enumerable
                    .Range(0, validationCases.Length)
                    .Where(i => !float.IsNaN(known[i * names.Length + k])),
            ];
            points[names[k]] = Thresholds(
                [.. rows.Select(i => validation[i * names.Length + k])],
                [.. rows.Select(i => known[i * names.Length + k] == 1)]
            );
        }
        return new ImageJudgement(
            part,
            cases,
            test,
            MultiLabelJudge.Judge(
                names,
                part,
                "network",
                test,
                Targets(cases),
                patients,
                points,
                study.Seed,
                study.Evaluation.BootstrapDraws
            ),
            [.. names.SelectMany(name => points[name].Select(point => (name, point)))]
        );
    }

    private float[] Targets(int[] cases)
    {
        int width = data.Labels.Width;
        float[] targets = new float[cases.Length * width];
        for (int i = 0; i < cases.Length; i++)
            data.Labels.Of(cases[i]).CopyTo(targets.AsSpan(i * width, width));
        return targets;
    }
}
