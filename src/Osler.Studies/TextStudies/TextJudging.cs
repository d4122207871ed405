using System.Collections.Immutable;
using System.Text.Json;
using Osler.Core.Collections;
using Osler.Core.Metrics;
using Osler.Studies.Vignettes;

namespace Osler.Studies;

/// <summary>What was found about the judged texts.</summary>
/// <param name="Cases">The judged cases.</param>
/// <param name="Probabilities">[cases, classes] row-major.</param>
/// <param name="Measures">Every measure, of network and baseline.</param>
/// <param name="Selective">Coverage against risk.</param>
/// <param name="Outside">What texts of none of the classes are told, by their kind.</param>
internal sealed record TextJudgement(
    int[] Cases,
    double[] Probabilities,
    ImmutableArray<Measure> Measures,
    SelectivePrediction Selective,
    ImmutableArray<OutsideVerdicts> Outside
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

/// <summary>What texts of none of the classes are told.</summary>
/// <param name="Kind">Which texts.</param>
/// <param name="Texts">How many.</param>
/// <param name="CannotTell">How many get "cannot tell".</param>
/// <param name="None">How many get "none of these".</param>
internal sealed record OutsideVerdicts(OutsideKind Kind, int Texts, int CannotTell, int None)
{
    /// <summary>How many are told no condition.</summary>
    public int Refused => CannotTell + None;

    /// <summary>The kind in words.</summary>
    public string Title =>
        Kind switch
        {
            OutsideKind.Healthy => "Healthy, or about something else",
            OutsideKind.TooFew => "One finding that several conditions have",
            _ => "A condition that is not in the table",
        };
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
    /// <param name="name">The model's slug.</param>
    /// <param name="probabilities">Of the cases, [cases, classes] row-major.</param>
    /// <param name="cases">The judged cases.</param>
    /// <param name="model">The network.</param>
    /// <param name="outside">Of <see cref="TextData.Judging"/>, [texts, classes] row-major.</param>
    public TextJudgement Of(
        string name,
        double[] probabilities,
        int[] cases,
        TextModel model,
        double[] outside
    )
    {
        var selective = SelectivePrediction.Of(
            probabilities,
            Classes(cases),
            data.Classes.Length,
            model.Withheld(data.Of(cases))
        );
        var verdicts = Outside(outside, model);
        return new TextJudgement(
            cases,
            probabilities,
            [
                .. Measures(name, probabilities, cases),
                .. _measures.Selective(name, selective, model.Reading.Threshold),
                .. Refused(name, verdicts),
            ],
            selective,
            verdicts
        );
    }

    // Nothing where there are no such texts.
    private IEnumerable<Measure> Refused(string name, ImmutableArray<OutsideVerdicts> verdicts) =>
        verdicts.IsEmpty
            ? []
            :
            [
                _measures.Refused(name, verdicts.Sum(one => one.Refused), verdicts.Sum(one => one.Texts)),
                .. verdicts.Select(one =>
                    _measures.Refused(
                        name,
                        one.Refused,
                        one.Texts,
                        JsonNamingPolicy.SnakeCaseLower.ConvertName($"{one.Kind}")
                    )
                ),
            ];

    private ImmutableArray<OutsideVerdicts> Outside(double[] probabilities, TextModel model)
    {
        int k = data.Classes.Length;
        bool[] withheld = model.Withheld(data.Judging.Select(one => one.Text));
        return
        [
            .. data
                .Judging.Select((one, i) => (one.Kind, At: i))
                .GroupBy(one => one.Kind)
                .OrderBy(kind => kind.Key)
                .Select(kind =>
                {
                    var (cannot, none) = (0, 0);
                    foreach (var (_, i) in kind)
                    {
                        var row = probabilities.AsSpan(i * k, k);
                        int best = Largest.Index<double>(row);
                        if (model.Reading.CannotTell(withheld[i], row[best]))
                            cannot++;
                        else if (best == data.NoneClass)
                            none++;
                    }
                    return new OutsideVerdicts(kind.Key, kind.Count(), cannot, none);
                }),
        ];
    }

    /// <summary>Measures of any model's probabilities.</summary>
    public ImmutableArray<Measure> Measures(string name, double[] probabilities, int[] cases) =>
        _measures.Of(name, probabilities, Classes(cases), data.Groups.Keys(cases));

    private int[] Classes(int[] cases) => Array.ConvertAll(cases, i => data.Class[i]);
}
