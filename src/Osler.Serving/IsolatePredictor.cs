using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Ensembles;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Features;
using Osler.Core.Variants.Isolates;
using Osler.Core.Variants.Reference;

namespace Osler.Serving;

/// <summary>A bundle on genotypes that reads an isolate's VCF file: resistance drug by drug, and what it rests on.</summary>
public sealed class IsolatePredictor : IDisposable
{
    private const int MostBehind = 5;
    private const int MostNamed = 3;

    private readonly Predictor _predictor;
    private readonly FeatureList _features;
    private readonly Catalogue? _catalogue;

    private IsolatePredictor(Predictor predictor, FeatureList features, Catalogue? catalogue)
    {
        _predictor = predictor;
        _features = features;
        _catalogue = catalogue;
    }

    /// <summary>The model's card.</summary>
    public Card Card => _predictor.Card;

    /// <summary>Number of networks whose probabilities are averaged.</summary>
    public int Members => _predictor.Members;

    /// <summary>Loads the model of an opened bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="catalogue">To be asked beside the model; null for none.</param>
    /// <exception cref="RequestException">
    /// Its inputs are no genotypes; of another genome than H37Rv, or not named by position (simulated ones); it has no
    /// threshold for an outcome.
    /// </exception>
    public static IsolatePredictor Open(BundleFolder bundle, Catalogue? catalogue = null)
    {
        var card = bundle.ReadCard();
        if (card.Genotypes is not { } genotypes)
            throw new RequestException(
                "This bundle does not read genomes, and a VCF file was given.",
                bundle.Path,
                "Give a bundle of the study on tuberculosis, or what this bundle reads ('osler inspect')."
            );
        if (genotypes.Naming != "wdnn" || !H37Rv.Loci.IsNamed(genotypes.Reference))
            throw new RequestException(
                "This bundle's inputs are not named by their position on H37Rv, so that no VCF file can be read for it.",
                bundle.Path,
                "Give a table with its inputs as columns; bundles trained on the real data read VCF files."
            );
        foreach (var outcome in card.Outcomes)
            if (Threshold(card, outcome.Name) is null)
                throw new RequestException(
                    $"The bundle has no threshold for '{outcome.Name}', so that there are no verdicts.",
                    bundle.Path,
                    "Train it with an operating point."
                );
        var predictor = Predictor.Open(bundle);
        try
        {
            return new(
                predictor,
                FeatureList.Parse(predictor.Preprocessing.Inputs.Select(input => input.Name)),
                catalogue
            );
        }
        catch
        {
            predictor.Dispose();
            throw;
        }
    }

    /// <summary>Judges an isolate.</summary>
    /// <param name="calls">Its changes.</param>
    /// <param name="isolate">What to call it, e.g. the file's name.</param>
    /// <remarks>
    /// Resistant at or above the drug's threshold. It cannot be told where the range of networks trained alike lies on
    /// both sides of the threshold; where an input that is not determined would, were it present, make a susceptible
    /// isolate resistant; where a resistant one would be susceptible were all such inputs absent; or where the catalogue
    /// says resistant and the model does not. An input's weight is how far the log-odds fall when it alone is taken away.
    /// </remarks>
    public IsolateFindings Judge(CallSet calls, string isolate)
    {
        var vector = FeatureVector.Of(calls, _features);
        int inputs = vector.Values.Length;
        int[] present = [.. Enumerable.Range(0, inputs).Where(i => vector.Values[i] == 1)];
        int[] unknown = [.. Enumerable.Range(0, inputs).Where(i => vector.Values[i] < 0)];
        // First the isolate, then without each present input, then with each unknown one, then without all unknown ones.
        int n = 1 + present.Length + unknown.Length + 1;
        double[] rows = new double[n * inputs];
        for (int row = 0; row < n; row++)
        for (int i = 0; i < inputs; i++)
            rows[row * inputs + i] = vector.Values[i] < 0 ? double.NaN : vector.Values[i];
        for (int i = 0; i < present.Length; i++)
            rows[(1 + i) * inputs + present[i]] = 0;
        for (int i = 0; i < unknown.Length; i++)
        {
            rows[(1 + present.Length + i) * inputs + unknown[i]] = 1;
            rows[(n - 1) * inputs + unknown[i]] = 0;
        }
        var predictions = _predictor.Predict(rows, n);
        var judgement = _catalogue?.Judge(calls);
        return new IsolateFindings(
            isolate,
            [
                .. Enumerable
                    .Range(0, _predictor.Outcomes)
                    .Select(outcome =>
                        Drug(outcome, predictions, vector, present, unknown, calls, judgement)
                    ),
            ],
            [
                .. calls.Mutations.Select(mutation => new MutationFinding(
                    mutation.Hgvs,
                    mutation.Nucleotide,
                    mutation.Garc,
                    mutation.Calls[0].Variant.Position,
                    mutation.Mixed
                )),
            ],
            inputs,
            [.. unknown.Select(i => _features.Features[i].Name)],
            calls.Assumptions,
            predictions[0].Warnings
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _predictor.Dispose();

    private DrugFinding Drug(
        int outcome,
        Prediction[] predictions,
        FeatureVector vector,
        int[] present,
        int[] unknown,
        CallSet calls,
        Judgement? judgement
    )
    {
        var own = predictions[0].Outcomes[outcome];
        double threshold = Threshold(Card, own.Name)!.Value;
        double Probability(int row) => predictions[row].Outcomes[outcome].Probability;
        string? reason = null;
        if (own.Low < threshold && own.High >= threshold)
            reason = "One more network, trained alike, might decide otherwise.";
        else if (own.Probability >= threshold)
        {
            if (Probability(predictions.Length - 1) < threshold)
                reason =
                    $"It rests on what was not determined ({unknown.Length} of {vector.Values.Length} inputs): were nothing of it present, it would be susceptible.";
        }
        else
        {
            string[] turning =
            [
                .. Enumerable
                    .Range(0, unknown.Length)
                    .Where(i => Probability(1 + present.Length + i) >= threshold)
                    .Select(i => Words(_features.Features[unknown[i]])),
            ];
            if (turning.Length > 0)
                reason =
                    $"Not determined, and resistant if present: {string.Join(", ", turning.Take(MostNamed))}"
                    + (turning.Length > MostNamed ? $" and {turning.Length - MostNamed} more." : ".");
        }
        var catalogue = Catalogue(judgement?[own.Name]);
        if (reason is null && own.Probability < threshold && catalogue?.Call == "resistant")
            reason = $"The catalogue says resistant, by {catalogue.Evidence[0]}; the model does not.";
        var verdict =
            reason is not null ? IsolateVerdict.CannotTell
            : own.Probability >= threshold ? IsolateVerdict.Resistant
            : IsolateVerdict.Susceptible;
        var behind = present
            .Select(
                (feature, i) =>
                    (
                        feature,
                        Weight: Ensemble.LogOdds(own.Probability) - Ensemble.LogOdds(Probability(1 + i))
                    )
            )
            .OrderByDescending(pair => Math.Abs(pair.Weight))
            .Take(MostBehind)
            .Select(pair => new FeatureWeight(
                _features.Features[pair.feature].Name,
                [.. Names(vector.Behind(pair.feature), calls)],
                pair.Weight
            ));
        return new DrugFinding(
            own.Name,
            Core.Variants.Catalogues.Drug.Find(own.Name)?.Name ?? own.Label,
            verdict,
            reason,
            own.Probability,
            own.Low,
            own.High,
            threshold,
            [.. behind],
            catalogue
        );
    }

    private CatalogueFinding? Catalogue(DrugVerdict? verdict) =>
        verdict is null
            ? null
            : new(
                _catalogue!.Name,
                verdict.Call switch
                {
                    ResistanceCall.Resistant => "resistant",
                    ResistanceCall.Uncertain => "uncertain",
                    ResistanceCall.Susceptible => "susceptible",
                    _ => "not_determined",
                },
                [
                    .. verdict.Evidence.Select(evidence =>
                        $"{string.Join(" with ", evidence.Mutations.Select(mutation => mutation.Hgvs))} [{evidence.Rule}{(evidence.Grade is { } grade ? $"; {grade}" : "")}]"
                    ),
                ]
            );

    private static IEnumerable<string> Names(ImmutableArray<Call> behind, CallSet calls) =>
        calls
            .Mutations.Where(mutation => mutation.Calls.Any(call => behind.Contains(call)))
            .Select(mutation => mutation.Hgvs)
            .Distinct();

    /// <summary>A feature by HGVS where it is one change; a pool by its own name.</summary>
    private static string Words(FeatureName feature) =>
        feature.Change is { } change && CallSet.Of([change]).Mutations is [var mutation, ..]
            ? mutation.Hgvs
            : feature.Name;

    private static double? Threshold(Card card, string outcome) =>
        card
            .OperatingPoints.Where(point => point.Outcome == outcome)
            .Select(point => (double?)point.Threshold)
            .FirstOrDefault();
}
