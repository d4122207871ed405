using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Chance;
using Osler.Core.Explanation;
using Osler.Core.Preprocessing;
using Osler.Core.Splits;
using Osler.Core.Tables;
using Osler.Reports.TableStudies;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>Asks the kept model what its predictions rest on, on a sample of the judged cases.</summary>
internal sealed class Explaining(StudyFile study, StudyTable data, ChosenNetwork network, RunLog log)
{
    private const int Errors = 10;

    // Cases that a patient is compared with: few enough for seconds.
    private const int BackgroundCases = 200;
    private const int MostTrue = 200_000;
    private const int WholeUpTo = 1 << 22;
    private const int PlaneCells = 16_000_000;

    public Explanations Of(FoldResult kept, Judgement judgement)
    {
        int inputs = kept.Model.Preprocessing.Inputs.Length;
        int judged = judgement.Rows.Length;
        int[] errors = WorstOf(judgement);
        int[] drawn =
            network.Plane.Length == 2
                ? Some(judged, Math.Max(10_000, PlaneCells / inputs), "plane cases")
                : [];
        int[] some = [];
        int[] examples = [];
        int[] background = [];
        if (study.Evaluation.Explain)
        {
            some = Some(judged, CohortExplanation.ImportanceCases, "importance cases");
            examples = ExamplesOf(judgement);
            background = Background(kept.Split);
        }
        // A table may be large: all rows that are looked at are read in one pass.
        var reader = ReadRows.Of(
            InputReader.Of(data.Table, kept.Model.Preprocessing),
            inputs,
            [
                .. ((int[][])[errors, drawn, some, examples]).SelectMany(cases =>
                    cases.Select(i => judgement.Rows[i])
                ),
                .. background,
            ]
        );
        WorstErrors worst = Worst(reader, kept.Model.Preprocessing, judgement, errors);
        var planes = Drawn(reader, kept, judgement, drawn);
        if (!study.Evaluation.Explain)
            return new Explanations([], [], [], worst, planes);
        int[] rows = [.. some.Select(i => judgement.Rows[i])];
        double[] cells = reader.Gather(rows);
        bool[] outcomes = [.. some.Select(i => judgement.Outcomes[i])];
        CohortExplanation cohort = CohortExplanation.Of(
            kept.Model.Predict,
            kept.Model.Preprocessing.Inputs,
            cells,
            outcomes,
            data.Patients.Keys(rows),
            study.Seed,
            log.Cancellation
        );
        return new Explanations(
            [.. cohort.Importance.Select(InputImportance.Of)],
            [.. cohort.Curves.Select(InputDependence.Of)],
            Examples(reader, kept, judgement, examples, reader.Gather(background)),
            worst,
            planes
        );
    }

    // The patients at the 5th, 50th and 95th centile of the predicted probability.
    private static int[] ExamplesOf(Judgement judgement)
    {
        int[] ranked =
        [
            .. Enumerable.Range(0, judgement.Rows.Length).OrderBy(i => judgement.Network.Probabilities[i]),
        ];
        return [.. ((double[])[0.05, 0.5, 0.95]).Select(share => ranked[(int)(share * (ranked.Length - 1))])];
    }

    // Rows of the table.
    private int[] Background(Split split)
    {
        int[] places = Some(split.Count(Part.Train), BackgroundCases, "background cases");
        int last = places.Max();
        int[] rows = new int[places.Length];
        var wanted = places.Select((place, i) => (place, i)).ToLookup(entry => entry.place, entry => entry.i);
        foreach ((int place, int row) in split.Each(Part.Train).Index())
        {
            foreach (int i in wanted[place])
                rows[i] = row;
            if (place == last)
                break;
        }
        return rows;
    }

    private ImmutableArray<CaseExplanation> Examples(
        ReadRows reader,
        FoldResult kept,
        Judgement judgement,
        int[] cases,
        double[] background
    )
    {
        TableModel model = kept.Model;
        ImmutableArray<InputColumn> inputs = model.Preprocessing.Inputs;
        var examples = ImmutableArray.CreateBuilder<CaseExplanation>();
        foreach ((string name, int i) in ((string[])["low", "middling", "high"]).Zip(cases))
        {
            log.Cancellation.ThrowIfCancellationRequested();
            double[] row = reader.Gather([judgement.Rows[i]]);
            PatientExplanation explained = ShapleySampling.Explain(
                model.Predict,
                row,
                background,
                Names(model),
                study.Seed
            );
            examples.Add(
                new CaseExplanation(
                    $"A patient at {name} risk (row {Titles.Count(judgement.Rows[i] + 1)})",
                    ContributionScale.Probability,
                    explained.Base,
                    explained.Prediction,
                    [
                        .. explained.Attributions.Select(
                            (part, j) =>
                                new InputContribution(
                                    part.InputName,
                                    Shown(inputs[j], row[j]),
                                    part.Contribution
                                )
                        ),
                    ],
                    judgement.Outcomes[i]
                )
            );
        }
        return examples.ToImmutable();
    }

    private int[] Some(int cases, int most, string purpose)
    {
        var random = new KeyedRandom(study.Seed, purpose);
        if (cases > WholeUpTo)
        {
            // Too many to shuffle: drawn one by one, a repeat drawn again.
            var drawn = new OrderedDictionary<int, bool>(most);
            while (drawn.Count < most)
                drawn.TryAdd(random.Next(cases), true);
            return [.. drawn.Keys];
        }
        int[] all = [.. Enumerable.Range(0, cases)];
        if (cases <= most)
            return all;
        random.Shuffle(all);
        return all[..most];
    }

    private static string[] Names(TableModel model) =>
        [.. model.Preprocessing.Inputs.Select(input => input.Name)];

    private ImmutableArray<ProbabilityPlane> Drawn(
        ReadRows reader,
        FoldResult kept,
        Judgement judgement,
        int[] cases
    )
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
            reader.Gather([.. cases.Select(i => judgement.Rows[i])]),
            [.. cases.Select(i => judgement.Outcomes[i])],
            TruthOfAll(kept.Model.Preprocessing),
            study.Seed
        );
    }

    // The mean truth at a point is the smoother the more patients it is taken over, so all are, not the judged alone.
    private (double[] Cells, double[] Truth)? TruthOfAll(FittedPreprocessing preprocessing)
    {
        if (data.Roles.Truth is not { } column || data.Table.Rows > MostTrue)
            return null;
        return (
            InputReader.Of(data.Table, preprocessing).Gather([.. Enumerable.Range(0, data.Table.Rows)]),
            data.Table.Numbers(data.Table.Schema.IndexOf(column))
        );
    }

    private static int[] WorstOf(Judgement judgement) =>
        [
            .. Enumerable
                .Range(0, judgement.Rows.Length)
                .OrderByDescending(i =>
                    Math.Abs(judgement.Network.Probabilities[i] - (judgement.Outcomes[i] ? 1 : 0))
                )
                .Take(Errors),
        ];

    private static WorstErrors Worst(
        ReadRows reader,
        FittedPreprocessing preprocessing,
        Judgement judgement,
        int[] worst
    )
    {
        double[] probabilities = judgement.Network.Probabilities;
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
