using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Reports.TableStudies;

namespace Osler.Studies;

/// <summary>Asks the kept model what its predictions rest on, on a sample of the judged cases.</summary>
internal sealed class Explaining(StudyFile study, StudyTable data, ChosenNetwork network, RunLog log)
{
    private const int Errors = 10;

    public Explanations Of(FoldResult kept, Judgement judgement)
    {
        var reader = InputReader.Of(data.Table, kept.Model.Preprocessing);
        WorstErrors worst = Worst(reader, kept.Model.Preprocessing, judgement);
        return new Explanations([], [], [], worst, Drawn(reader, kept, judgement));
    }

    private ImmutableArray<ProbabilityPlane> Drawn(InputReader reader, FoldResult kept, Judgement judgement)
    {
        if (network.Plane is not [var first, var second])
            return [];
        ImmutableArray<InputColumn> inputs = kept.Model.Preprocessing.Inputs;
        int x = inputs.ToList().FindIndex(input => input.Name == first);
        int y = inputs.ToList().FindIndex(input => input.Name == second);
        if (x < 0 || y < 0 || !Planes.CanShow(inputs[x]) || !Planes.CanShow(inputs[y]))
        {
            log.Tell("explain", $"no plane is drawn: '{first}' and '{second}' are not both numeric inputs");
            return [];
        }
        return Planes.Of(
            x,
            y,
            kept.Beside.Prepend((network.Name, kept.Model)),
            reader.Gather(judgement.Rows),
            judgement.Outcomes,
            judgement.Truth,
            study.Seed
        );
    }

    private static WorstErrors Worst(
        InputReader reader,
        FittedPreprocessing preprocessing,
        Judgement judgement
    )
    {
        double[] probabilities = judgement.Network.Probabilities;
        int[] worst =
        [
            .. Enumerable
                .Range(0, probabilities.Length)
                .OrderByDescending(i => Math.Abs(probabilities[i] - (judgement.Outcomes[i] ? 1 : 0)))
                .Take(Errors),
        ];
        ImmutableArray<InputColumn> inputs = preprocessing.Inputs;
        double[] cells = reader.Gather([.. worst.Select(i => judgement.Rows[i])]);
        return new WorstErrors(
            [.. inputs.Select(input => input.Name)],
            [
                .. worst.Select(
                    (i, place) =>
                        new WorstError(
                            judgement.Rows[i] + 1,
                            probabilities[i],
                            judgement.Outcomes[i],
                            [.. inputs.Select((input, j) => Shown(input, cells[place * inputs.Length + j]))]
                        )
                ),
            ]
        );
    }

    /// <summary>A cell as a person reads it: "148 mmHg", "female", "missing".</summary>
    public static string Shown(InputColumn input, double cell)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (double.IsNaN(cell))
            return "missing";
        if (!input.Levels.IsEmpty)
            return cell >= 0 && cell < input.Levels.Length ? input.Levels[(int)cell] : "another level";
        if (input.Kind == ColumnKind.Date)
            return DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(cell)).ToString("yyyy-MM-dd", invariant);
        string number = cell.ToString("G6", invariant);
        return input.Unit is null ? number : $"{number} {input.Unit}";
    }
}
