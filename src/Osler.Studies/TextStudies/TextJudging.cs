using System.Collections.Immutable;
using Osler.Core.Intervals;
using Osler.Core.Metrics;

namespace Osler.Studies;

/// <summary>What was found about the judged texts.</summary>
/// <param name="Cases">The judged cases.</param>
/// <param name="Probabilities">[cases, classes] row-major.</param>
/// <param name="Measures">Every measure, of network and baseline.</param>
/// <param name="Selective">Coverage against risk.</param>
internal sealed record TextJudgement(
    int[] Cases,
    double[] Probabilities,
    ImmutableArray<Measure> Measures,
    SelectivePrediction Selective
)
{
    /// <summary>With measures of another model behind.</summary>
    public TextJudgement With(ImmutableArray<Measure> measures) =>
        this with
        {
            Measures = Measures.AddRange(measures),
        };

    /// <summary>A measure of the whole.</summary>
    public Measure? Find(string name, string outcome, string model) =>
        Measures.FirstOrDefault(measure =>
            measure.Name == name && measure.Outcome == outcome && measure.Model == model
        );
}

/// <summary>Judges probabilities of texts.</summary>
internal sealed class TextJudging(StudyFile study, TextData data)
{
    private const string Test = "test";

    /// <summary>All measures of the network.</summary>
    public TextJudgement Of(string name, double[] probabilities, int[] cases, TextModel model)
    {
        var selective = SelectivePrediction.Of(probabilities, Classes(cases), data.Classes.Length);
        var (answered, wrong) = selective.At(model.Reading.Threshold);
        return new TextJudgement(
            cases,
            probabilities,
            [
                .. Measures(name, probabilities, cases),
                Line("coverage", name, Wilson.Of(answered, cases.Length, "no case"), cases.Length),
                Line(
                    "selective_accuracy",
                    name,
                    Wilson.Of(answered - wrong, answered, "no answer was sure enough"),
                    answered
                ),
                new Measure(
                    "aurc",
                    study.Data.Outcome,
                    Test,
                    name,
                    selective.Area is { } area ? new Estimate(area) : Estimate.None("no case"),
                    cases.Length,
                    0,
                    Better.Lower
                ),
            ],
            selective
        );
    }

    /// <summary>Measures of any model's probabilities.</summary>
    public ImmutableArray<Measure> Measures(string name, double[] probabilities, int[] cases)
    {
        int k = data.Classes.Length;
        int[] classes = Classes(cases);
        int top3 = 0;
        double[] confidences = new double[cases.Length];
        bool[] right = new bool[cases.Length];
        for (int i = 0; i < cases.Length; i++)
        {
            var row = probabilities.AsSpan(i * k, k);
            int before = 0;
            for (int c = 0; c < k; c++)
                before += row[c] > row[classes[i]] || (row[c] == row[classes[i]] && c < classes[i]) ? 1 : 0;
            top3 += before < 3 ? 1 : 0;
            right[i] = before == 0;
            foreach (double one in row)
                confidences[i] = Math.Max(confidences[i], Math.Min(1, one));
        }
        ulong[] groups = data.Groups.Keys(cases);
        return
        [
            .. MultiClassJudge.Judge(
                study.Data.Outcome,
                data.Classes,
                Test,
                name,
                probabilities,
                classes,
                groups,
                study.Seed,
                study.Evaluation.BootstrapDraws
            ),
            Line("top3_accuracy", name, Wilson.Of(top3, cases.Length, "no case"), cases.Length),
            new Measure(
                "ece",
                study.Data.Outcome,
                Test,
                name,
                ExpectedCalibrationError.Bootstrap(
                    confidences,
                    right,
                    groups,
                    study.Seed,
                    study.Evaluation.BootstrapDraws
                ),
                cases.Length,
                0,
                Better.Lower
            ),
        ];
    }

    private int[] Classes(int[] cases) => Array.ConvertAll(cases, i => data.Class[i]);

    private Measure Line(string name, string model, Estimate estimate, int cases) =>
        new(name, study.Data.Outcome, Test, model, estimate, cases, 0, Better.Higher);
}
