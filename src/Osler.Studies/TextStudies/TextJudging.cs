using System.Collections.Immutable;
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

/// <summary>Judges probabilities of a study's texts.</summary>
internal sealed class TextJudging(StudyFile study, TextData data)
{
    private readonly TextMeasures _measures = new(
        study.Data.Outcome,
        data.Classes,
        study.Seed,
        study.Evaluation.BootstrapDraws
    );

    /// <summary>All measures of the network.</summary>
    public TextJudgement Of(string name, double[] probabilities, int[] cases, TextModel model)
    {
        var selective = SelectivePrediction.Of(
            probabilities,
            Classes(cases),
            data.Classes.Length,
            data.Withheld(cases)
        );
        return new TextJudgement(
            cases,
            probabilities,
            [
                .. Measures(name, probabilities, cases),
                .. _measures.Selective(name, selective, model.Reading.Threshold, cases.Length),
            ],
            selective
        );
    }

    /// <summary>Measures of any model's probabilities.</summary>
    public ImmutableArray<Measure> Measures(string name, double[] probabilities, int[] cases) =>
        _measures.Of(name, probabilities, Classes(cases), data.Groups.Keys(cases));

    private int[] Classes(int[] cases) => Array.ConvertAll(cases, i => data.Class[i]);
}
