using System.Collections.Immutable;
using Osler.Core.Chance;
using Osler.Core.Explanation;
using Osler.Core.Variants;
using Osler.Core.Variants.Annotation;
using Osler.Core.Variants.Calls;
using Osler.Learning.Explanation;
using Osler.Reports.Resistance;

namespace Osler.Studies.Tuberculosis;

/// <summary>Which mutations of aligned loci the network rests on, drug by drug.</summary>
/// <remarks>
/// Integrated gradients over the one-hot positions, from the loci of H37Rv to the isolate's: a mutation adds what all its
/// positions add. Positions that are not determined in an isolate count for no mutation.
/// </remarks>
internal sealed class LociExplaining
{
    // Isolates of each class that are attributed for a drug: a pass through convolutions for each step of each of them.
    private const int OfEach = 40;
    private const int Shown = 10;

    private readonly StudyFile _study;
    private readonly ResistanceData _data;
    private readonly ResistanceModel _model;
    private readonly float[] _features;
    private readonly ChangeGrades _grades;
    private readonly ImmutableArray<Told>[] _told;

    public LociExplaining(
        StudyFile study,
        ResistanceData data,
        ResistanceModel model,
        float[] features,
        ChangeGrades grades
    )
    {
        (_study, _data, _model, _features, _grades) = (study, data, model, features, grades);
        _told = new ImmutableArray<Told>[data.Isolates];
        Parallel.For(0, data.Isolates, isolate => _told[isolate] = Of(isolate));
    }

    /// <summary>The mutations of each drug that has both classes.</summary>
    public ImmutableArray<DrugMutations> Mutations() =>
        [
            .. Enumerable
                .Range(0, _data.Drugs.Length)
                .Where(drug => _data.Count(drug) is (> 0, > 0))
                .Select(Mutations),
        ];

    private DrugMutations Mutations(int drug)
    {
        int[] known = _data.Known(drug, Enumerable.Range(0, _data.Isolates));
        var random = new KeyedRandom(_study.Seed, "explained", 0, drug);
        random.Shuffle(known);
        int[] some =
        [
            .. known.Where(i => _data.Label(i, drug) == 1).Take(OfEach),
            .. known.Where(i => _data.Label(i, drug) == 0).Take(OfEach),
        ];
        double[] credit = Credit(drug, some);
        var added = new OrderedDictionary<string, (Told Told, List<double> Values)>(StringComparer.Ordinal);
        for (int i = 0; i < some.Length; i++)
            foreach (var told in _told[some[i]])
            {
                if (!added.TryGetValue(told.Name, out var found))
                    added.Add(told.Name, found = (told, []));
                found.Values.Add(told.Positions.Sum(position => credit[i * _data.Width + position]));
            }
        return new DrugMutations(
            _data.Drugs[drug],
            [
                .. added
                    .Values.OrderByDescending(found => found.Values.Sum(Math.Abs))
                    .Take(Shown)
                    .Select(found => Row(found.Told, found.Values, drug, known)),
            ]
        );
    }

    private MutationRow Row(Told told, List<double> added, int drug, int[] known)
    {
        int[] carriers = [.. known.Where(i => _told[i].Any(other => other.Name == told.Name))];
        return new MutationRow(
            told.Name,
            carriers.Length,
            carriers.Count(i => _data.Label(i, drug) == 1),
            Spread.Mean([.. added]),
            null,
            _grades.Of(told.Changes, _data.Drugs[drug])
        )
        {
            Place = told.Place,
        };
    }

    // [isolates, positions] what each position adds to the log-odds, its letters together.
    private double[] Credit(int drug, int[] isolates)
    {
        int width = _model.Preprocessing.Width;
        float[] cases = new float[isolates.Length * width];
        for (int i = 0; i < isolates.Length; i++)
            _features.AsSpan(isolates[i] * width, width).CopyTo(cases.AsSpan(i * width));
        var attributions = IntegratedGradients.Of(
            _model.Network.Network,
            _model.Network.Weights,
            [width],
            cases,
            _model.Features([.. _data.Bases!.Reference.Select(code => (double)code)]),
            new IntegratedGradientsSettings
            {
                Outcome = drug,
                Explained = Explained.LogOdds,
                Tolerance = 0.02,
                MostSteps = 64,
            }
        );
        double[] credit = new double[isolates.Length * _data.Width];
        for (int i = 0; i < isolates.Length; i++)
        for (int feature = 0; feature < width; feature++)
            // One input each: the letters of a position.
            credit[i * _data.Width + _model.Preprocessing.FeatureOrigins[feature][0]] += attributions.Values[
                i * width + feature
            ];
        return credit;
    }

    // A change that is told for two genes is one mutation with two names.
    private ImmutableArray<Told> Of(int isolate)
    {
        var bases = _data.Bases!;
        var calls = CallSet.Of(bases.Changes(_data.Variants.AsSpan(isolate * _data.Width, _data.Width)));
        return
        [
            .. calls
                .Mutations.GroupBy(mutation => string.Join(' ', mutation.Calls.Select(call => call.Variant)))
                .Select(same => new Told(
                    string.Join(" / ", same.Select(mutation => mutation.Hgvs)),
                    MutationPlace.Of(same.First()),
                    [.. same.First().Calls.Select(call => call.Variant)],
                    [
                        .. same.First()
                            .Calls.SelectMany(call =>
                                Enumerable.Range(call.Variant.Position, call.Variant.Ref.Length)
                            )
                            .Select(position => bases.Positions.BinarySearch(position))
                            .Where(index => index >= 0),
                    ]
                )),
        ];
    }

    // A mutation of an isolate: its name, place, changes, and the indexes of its positions.
    private sealed record Told(
        string Name,
        MutationPlace Place,
        ImmutableArray<Variant> Changes,
        ImmutableArray<int> Positions
    );
}
