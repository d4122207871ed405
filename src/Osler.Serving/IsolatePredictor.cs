using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Ensembles;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Isolates;

namespace Osler.Serving;

/// <summary>A bundle on genotypes that reads an isolate's VCF file: resistance drug by drug, and what it rests on.</summary>
public sealed class IsolatePredictor : IDisposable
{
    private const int MostBehind = 5;

    private readonly Predictor _predictor;
    private readonly Func<CallSet, EncodedIsolate> _encode;
    private readonly Catalogue? _catalogue;

    private IsolatePredictor(Predictor predictor, Func<CallSet, EncodedIsolate> encode, Catalogue? catalogue)
    {
        _predictor = predictor;
        _encode = encode;
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
        if (!genotypes.ReadsIsolates)
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
                EncodedIsolate.By(
                    genotypes.Naming,
                    [.. predictor.Preprocessing.Inputs.Select(input => input.Name)]
                ),
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
    /// both sides of the threshold; where an input that is not determined would, were it present, bring a susceptible
    /// isolate's range to the threshold; where either verdict would not stand, by the range too, were all such inputs
    /// absent; or where the catalogue
    /// says resistant and the model does not. An input's weight is how far the log-odds fall when it alone is taken away. Of a
    /// model on bases an input is present where the base is not the reference's, and absent where it is; which base may
    /// stand at a position that is not determined isn't tried.
    /// </remarks>
    public IsolateFindings Judge(CallSet calls, string isolate)
    {
        var encoded = _encode(calls);
        int inputs = encoded.Values.Length;
        var present = encoded.Present;
        var tried = encoded.Tried;
        // First the isolate, then without each present input, then with each unknown one, then without all unknown ones.
        int n = 1 + present.Length + tried.Length + 1;
        double[] rows = new double[n * inputs];
        for (int row = 0; row < n; row++)
        for (int i = 0; i < inputs; i++)
            rows[row * inputs + i] = encoded.Values[i] < 0 ? double.NaN : encoded.Values[i];
        for (int i = 0; i < present.Length; i++)
            rows[(1 + i) * inputs + present[i]] = encoded.Absent[present[i]];
        for (int i = 0; i < tried.Length; i++)
            rows[(1 + present.Length + i) * inputs + tried[i]] = 1;
        foreach (int i in encoded.Unknown)
            rows[(n - 1) * inputs + i] = encoded.Absent[i];
        var predictions = _predictor.Predict(rows, n);
        var judgement = _catalogue?.Judge(calls);
        return new IsolateFindings(
            isolate,
            [
                .. Enumerable
                    .Range(0, _predictor.Outcomes)
                    .Select(outcome => Drug(outcome, predictions, encoded, calls, judgement)),
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
            [.. encoded.Unknown.Select(i => encoded.Names[i])],
            calls.Assumptions,
            predictions[0].Warnings
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _predictor.Dispose();

    private DrugFinding Drug(
        int outcome,
        Prediction[] predictions,
        EncodedIsolate encoded,
        CallSet calls,
        Judgement? judgement
    )
    {
        var (present, unknown) = (encoded.Present, encoded.Unknown);
        var own = predictions[0].Outcomes[outcome];
        double threshold = Threshold(Card, own.Name)!.Value;
        OutcomeRange Range(int row)
        {
            var found = predictions[row].Outcomes[outcome];
            return new(found.Probability, found.Low ?? found.Probability, found.High ?? found.Probability);
        }
        string? reason = UndeterminedRule.Doubt(
            threshold,
            Range(0),
            Range(predictions.Length - 1),
            [
                .. Enumerable
                    .Range(0, encoded.Tried.Length)
                    .Select(i => (encoded.Words(encoded.Tried[i]), Range(1 + present.Length + i))),
            ],
            unknown.Length,
            encoded.Values.Length
        );
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
                        Weight: Ensemble.LogOdds(own.Probability) - Ensemble.LogOdds(Range(1 + i).Probability)
                    )
            )
            .OrderByDescending(pair => Math.Abs(pair.Weight))
            .Take(MostBehind)
            .Select(pair => new FeatureWeight(
                encoded.Names[pair.feature],
                [.. Names(encoded.Behind(pair.feature), calls)],
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

    private static double? Threshold(Card card, string outcome) =>
        card
            .OperatingPoints.Where(point => point.Outcome == outcome)
            .Select(point => (double?)point.Threshold)
            .FirstOrDefault();
}
