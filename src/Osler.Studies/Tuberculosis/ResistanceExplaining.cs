using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Core.Explanation;
using Osler.Core.Metrics;
using Osler.Learning.Explanation;
using Osler.Learning.Training;
using Osler.Reports.Resistance;

namespace Osler.Studies.Tuberculosis;

/// <summary>Which variants the network rests on, drug by drug, and where it puts the isolates.</summary>
internal sealed class ResistanceExplaining(
    StudyFile study,
    ResistanceData data,
    double[] rows,
    ResistanceModel model,
    float[] features,
    CrossValidation plain,
    CatalogueLookup? catalogues
)
{
    // Isolates of each class that are attributed for a drug, and the variants that are shown of it.
    private const int OfEach = 150;
    private const int Shown = 10;
    private const int Shuffles = 3;
    private const int MostShuffled = 4096;

    private int Inputs => data.Inputs.Length;

    private int Width => model.Preprocessing.Width;

    /// <summary>The variants of each drug that has both classes.</summary>
    public ImmutableArray<DrugMutations> Mutations() =>
        [
            .. Enumerable
                .Range(0, data.Drugs.Length)
                .Where(drug => data.Count(drug) is (> 0, > 0))
                .Select(Mutations),
        ];

    private DrugMutations Mutations(int drug)
    {
        int[] known = data.Known(drug, Enumerable.Range(0, data.Isolates));
        var random = new KeyedRandom(study.Seed, "explained", 0, drug);
        random.Shuffle(known);
        int[] some =
        [
            .. known.Where(i => data.Label(i, drug) == 1).Take(OfEach),
            .. known.Where(i => data.Label(i, drug) == 0).Take(OfEach),
        ];
        float[] cases = new float[some.Length * Width];
        for (int i = 0; i < some.Length; i++)
            features.AsSpan(some[i] * Width, Width).CopyTo(cases.AsSpan(i * Width));
        var attributions = IntegratedGradients.Of(
            model.Network.Network,
            model.Network.Weights,
            [Width],
            cases,
            // Features are centred: 0 is the isolate of which nothing is known.
            new float[Width],
            new IntegratedGradientsSettings
            {
                Outcome = drug,
                Explained = Explained.LogOdds,
                Tolerance = 0.02,
                MostSteps = 64,
            }
        );
        double[] credit = Credit(some, attributions.Values.AsSpan());
        int[] top =
        [
            .. Enumerable
                .Range(0, Inputs)
                .OrderByDescending(input =>
                    Enumerable.Range(0, some.Length).Sum(i => Math.Abs(credit[i * Inputs + input]))
                )
                .Take(Shown),
        ];
        var drops = Drops(drug, known, top);
        return new DrugMutations(
            data.Drugs[drug],
            [
                .. top.Select(
                    (input, place) =>
                    {
                        int variant = data.Inputs[input];
                        int[] carriers = [.. known.Where(i => data.Variant(i, variant) == 1)];
                        double[] added =
                        [
                            .. Enumerable
                                .Range(0, some.Length)
                                .Where(i => data.Variant(some[i], variant) == 1)
                                .Select(i => credit[i * Inputs + input]),
                        ];
                        return new MutationRow(
                            VariantName.Parse(data.Names[variant])?.Shown ?? data.Names[variant],
                            carriers.Length,
                            carriers.Count(i => data.Label(i, drug) == 1),
                            added.Length == 0
                                ? Estimate.None("no carrier among the isolates looked at")
                                : Spread.Mean(added),
                            drops[place],
                            Grade(variant, data.Drugs[drug])
                        );
                    }
                ),
            ]
        );
    }

    // [isolates, inputs]: what a pool adds is its present variants' in equal parts, or all its variants' where none is present.
    private double[] Credit(int[] isolates, ReadOnlySpan<double> attributions)
    {
        double[] credit = new double[isolates.Length * Inputs];
        for (int i = 0; i < isolates.Length; i++)
        for (int feature = 0; feature < Width; feature++)
        {
            var origins = model.Preprocessing.FeatureOrigins[feature];
            int[] present = [.. origins.Where(input => data.Variant(isolates[i], data.Inputs[input]) == 1)];
            int[] holders = present.Length > 0 ? present : [.. origins];
            foreach (int input in holders)
                credit[i * Inputs + input] += attributions[i * Width + feature] / holders.Length;
        }
        return credit;
    }

    // What is known of the variant: from the simulator, else from catalogues.
    private string? Grade(int variant, string drug)
    {
        if (!data.Simulated)
            return catalogues?.Grade(variant, drug);
        string name = data.Names[variant];
        return SimulatedGrade.Of(data, other => other == name, drug);
    }

    // Each isolate is predicted by the network that had not learnt from it, before and after the shuffle.
    private ImmutableArray<Estimate?> Drops(int drug, int[] known, int[] inputs)
    {
        int[] judged = known.Length <= MostShuffled ? known : known[..MostShuffled];
        int[] fold = plain.Folds[0];
        double[] own = new double[judged.Length * Inputs];
        for (int i = 0; i < judged.Length; i++)
            rows.AsSpan(judged[i] * Inputs, Inputs).CopyTo(own.AsSpan(i * Inputs));
        bool[] outcomes = [.. judged.Select(i => data.Label(i, drug) == 1)];
        var found = PermutationImportance.Of(
            (cells, n, probabilities) =>
            {
                for (int f = 0; f < plain.FoldModels.Length; f++)
                {
                    int[] places = [.. Enumerable.Range(0, n).Where(i => fold[judged[i]] == f)];
                    if (places.Length == 0)
                        continue;
                    double[] some = new double[places.Length * Inputs];
                    for (int i = 0; i < places.Length; i++)
                        cells.Slice(places[i] * Inputs, Inputs).CopyTo(some.AsSpan(i * Inputs));
                    ResistanceModel its = plain.FoldModels[f];
                    double[] all = its.Probabilities(its.Features(some));
                    for (int i = 0; i < places.Length; i++)
                        probabilities[places[i]] = all[i * data.Drugs.Length + drug];
                }
            },
            own,
            outcomes,
            data.InputNames,
            [.. inputs.Select(input => new InputGroup(data.Names[data.Inputs[input]], [input]))],
            seed: study.Seed,
            repeats: Shuffles
        );
        return [.. found.Select(one => (Estimate?)one.Drop)];
    }

    /// <summary>The isolates along the main directions of what the last layer gets; null where the network has no such place.</summary>
    public RepresentationMap? Map()
    {
        var (network, weights) = model.Network.First;
        if (network is not Sequence { Parts: { Count: > 1 } parts } || parts[^1].Block is not Dense)
            return null;
        Block beginning = Lego.Sequence([.. parts.SkipLast(1)]);
        var own = Parameters
            .Of(beginning, [Width])
            .ToDictionary(spec => spec.Name, spec => weights[spec.Name], StringComparer.Ordinal);
        float[] seen = Inference.Logits(
            beginning,
            own,
            new RowExamples(features, [Width]),
            [.. Enumerable.Range(0, data.Isolates)]
        );
        int width = seen.Length / data.Isolates;
        if (width < 2)
            return null;
        var found = PrincipalComponents.Of(seen, width);
        return new RepresentationMap(
            [.. Enumerable.Range(0, data.Isolates).Select(i => found.Scores[2 * i])],
            [.. Enumerable.Range(0, data.Isolates).Select(i => found.Scores[2 * i + 1])],
            found.Shares[0],
            found.Shares[1],
            [
                .. Enumerable
                    .Range(0, data.Drugs.Length)
                    .OrderByDescending(drug => data.Count(drug) is var (r, s) ? r + s : 0)
                    .Take(4)
                    .Order()
                    .Select(drug =>
                        (
                            data.Drugs[drug],
                            Enumerable.Range(0, data.Isolates).Select(i => data.Label(i, drug)).ToArray()
                        )
                    ),
            ]
        );
    }
}
