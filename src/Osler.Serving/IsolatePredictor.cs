using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Ensembles;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Isolates;
using Osler.Core.Words;

namespace Osler.Serving;

/// <summary>A bundle on genotypes, of an isolate's file or its row of variants: resistance drug by drug, and what it rests on.</summary>
public sealed class IsolatePredictor : IDisposable
{
    private const int MostBehind = 5;

    private readonly Predictor _predictor;
    private readonly Func<CallSet, EncodedIsolate>? _ofCalls;
    private readonly Func<ReadOnlyMemory<double>, EncodedIsolate> _ofRow;
    private readonly Catalogue? _catalogue;
    private readonly Lazy<NamedCalls> _named;

    // For each input one that the network can't tell from it.
    private readonly int[] _alike;

    private IsolatePredictor(Predictor predictor, CardGenotypes genotypes, Catalogue? catalogue)
    {
        ImmutableArray<string> names = [.. predictor.Preprocessing.Inputs.Select(input => input.Name)];
        _predictor = predictor;
        _ofCalls = genotypes.ReadsIsolates ? EncodedIsolate.By(genotypes.Naming, names) : null;
        _ofRow = EncodedIsolate.ByRow(genotypes.KnownNaming, names);
        _catalogue = catalogue;
        _named = new(() => NamedCalls.By(genotypes.KnownNaming, names));
        _alike = Alike(predictor.Preprocessing);
    }

    /// <summary>The model's card.</summary>
    public Card Card => _predictor.Card;

    /// <summary>Number of networks whose probabilities are averaged.</summary>
    public int Members => _predictor.Members;

    /// <summary>The preprocessing that training fitted, by which a table's rows are read.</summary>
    public FittedPreprocessing Preprocessing => _predictor.Preprocessing;

    /// <summary>Loads the model of an opened bundle, for isolates' files.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="catalogue">To be asked beside the model; null for none.</param>
    /// <exception cref="RequestException">
    /// Its inputs are no genotypes; of another genome than H37Rv, or not named by position (simulated ones); it has no
    /// threshold for an outcome.
    /// </exception>
    public static IsolatePredictor Open(BundleFolder bundle, Catalogue? catalogue = null)
    {
        var card = bundle.ReadCard();
        if (card.Genotypes is { ReadsIsolates: false })
            throw new RequestException(
                "This bundle's inputs are not named by their position on H37Rv, so that no VCF file can be read for it.",
                bundle.Path,
                "Give a table with its inputs as columns; bundles trained on the real data read VCF files."
            );
        return Open(bundle, card, catalogue);
    }

    /// <summary>Loads the model of an opened bundle, for rows of its inputs.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="catalogue">To be asked of the changes that the inputs name; null for none.</param>
    /// <exception cref="RequestException">
    /// Its inputs are no genotypes; it has no threshold for an outcome; a catalogue of inputs that are not named by position.
    /// </exception>
    public static IsolatePredictor OpenForRows(BundleFolder bundle, Catalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var card = bundle.ReadCard();
        if (catalogue is not null && card.Genotypes is { ReadsIsolates: false })
            throw new RequestException(
                "This bundle's inputs are not named by their position on H37Rv, so that no catalogue can be looked up.",
                bundle.Path,
                "Leave --catalogue out."
            );
        return Open(bundle, card, catalogue);
    }

    /// <summary>The catalogue that stands beside the model; null for none.</summary>
    public string? CatalogueName => _catalogue?.Name;

    private static IsolatePredictor Open(BundleFolder bundle, Card card, Catalogue? catalogue)
    {
        if (card.Genotypes is not { } genotypes)
            throw new RequestException(
                "This bundle does not read genomes, and a VCF file was given.",
                bundle.Path,
                "Give a bundle of the study on tuberculosis, or what this bundle reads ('osler inspect')."
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
            return new(predictor, genotypes, catalogue);
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
    /// isolate's range to the threshold; where no input is determined; where either verdict would not stand, by the range too, were all such inputs
    /// absent; where the catalogue
    /// says resistant and the model does not; or where the model does not say resistant of an isolate with inserted bases that
    /// its inputs can't show. An input's weight is how far the log-odds fall when it alone is taken away. Of a
    /// model on bases an input is present where the base is not the reference's, and absent where it is; which base may
    /// stand at a position that is not determined isn't tried.
    /// </remarks>
    public IsolateFindings Judge(CallSet calls, string isolate)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return Judge(
            (_ofCalls ?? throw new InvalidOperationException("The bundle was opened for rows."))(calls),
            isolate,
            _catalogue?.Judge(calls)
        ) with
        {
            Mutations =
            [
                .. calls.Mutations.Select(mutation => new MutationFinding(
                    mutation.Hgvs,
                    mutation.Nucleotide,
                    mutation.Garc,
                    mutation.Calls[0].Variant.Position,
                    mutation.Mixed
                )),
            ],
            Assumptions = calls.Assumptions,
        };
    }

    /// <summary>Judges an isolate by its row of the inputs, as the other does; such a row tells of no other mutations.</summary>
    /// <param name="row">[inputs]: 1 present, 0 absent (of a model on bases their codes), NaN not determined.</param>
    /// <param name="isolate">What to call it.</param>
    /// <remarks>
    /// A catalogue is asked of the changes that the row names. Where none of them speaks for resistance it is mostly not
    /// determined: a row tells of few of the places where a catalogue knows resistance to arise.
    /// </remarks>
    public IsolateFindings Judge(ReadOnlyMemory<double> row, string isolate) =>
        Judge(_ofRow(row), isolate, _catalogue?.Judge(_named.Value.Of(row.Span)));

    /// <summary>An isolate as the model's inputs, to be explained.</summary>
    /// <param name="calls">Its changes.</param>
    public IsolateInputs Inputs(CallSet calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var encoded = (_ofCalls ?? throw new InvalidOperationException("The bundle was opened for rows."))(
            calls
        );
        return new IsolateInputs(
            encoded.Names,
            Row(encoded.Values),
            Row(encoded.Absent),
            encoded.Present.ToDictionary(input => input, encoded.Behind),
            encoded.Unseen
        );
    }

    // [inputs] NaN where not determined.
    private static double[] Row(ImmutableArray<sbyte> values) =>
        [.. values.Select(value => value < 0 ? double.NaN : value)];

    /// <summary>How many inputs a table lacks, and which resistance goes unseen without them; null where it has all.</summary>
    /// <param name="absent">Their names.</param>
    public string? AbsentSentence(IReadOnlyCollection<string> absent) =>
        AbsentInputs.Sentence(_predictor, absent);

    private IsolateFindings Judge(EncodedIsolate encoded, string isolate, Judgement? judgement)
    {
        int inputs = encoded.Values.Length;
        var present = encoded.Present;
        var tried = encoded.Tried;
        // Hundreds of rare variants may be inputs in a pool alone; one of them is tried for all.
        int[] distinct = [.. tried.Select(input => _alike[input]).Distinct()];
        // First the isolate, then without each present input, then with each unknown one, then without all unknown ones.
        int n = 1 + present.Length + distinct.Length + 1;
        double[] rows = new double[n * inputs];
        for (int row = 0; row < n; row++)
        for (int i = 0; i < inputs; i++)
            rows[row * inputs + i] = encoded.Values[i] < 0 ? double.NaN : encoded.Values[i];
        for (int i = 0; i < present.Length; i++)
            rows[(1 + i) * inputs + present[i]] = encoded.Absent[present[i]];
        for (int i = 0; i < distinct.Length; i++)
            rows[(1 + present.Length + i) * inputs + distinct[i]] = 1;
        var rowOf = distinct.Index().ToDictionary(one => one.Item, one => 1 + present.Length + one.Index);
        foreach (int i in encoded.Unknown)
            rows[(n - 1) * inputs + i] = encoded.Absent[i];
        var predictions = _predictor.Predict(rows, n);
        return new IsolateFindings(
            isolate,
            [
                .. Enumerable
                    .Range(0, _predictor.Outcomes)
                    .Select(outcome =>
                        Drug(outcome, predictions, encoded, input => rowOf[_alike[input]], judgement)
                    ),
            ],
            [],
            inputs,
            [.. encoded.Unknown.Select(i => encoded.Names[i])],
            [],
            [.. predictions[0].Warnings, .. Unseen(encoded)]
        );
    }

    private static IEnumerable<string> Unseen(EncodedIsolate encoded)
    {
        if (!encoded.Unseen.IsEmpty)
            yield return $"The model sees bases at the positions of H37Rv, and these insertions have none: {string.Join(", ", encoded.Unseen)}. The positions beside them are taken as not determined, and no drug is called susceptible.";
    }

    /// <inheritdoc/>
    public void Dispose() => _predictor.Dispose();

    private DrugFinding Drug(
        int outcome,
        Prediction[] predictions,
        EncodedIsolate encoded,
        Func<int, int> rowWith,
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
            [.. encoded.Tried.Select(input => (encoded.Words(input), Range(rowWith(input))))],
            unknown.Length,
            encoded.Values.Length
        );
        var catalogue = Catalogue(judgement?[own.Name]);
        if (own.Probability < threshold && catalogue?.Call == "resistant")
            reason =
                $"The catalogue says resistant, by {catalogue.Evidence[0]}; the model does not."
                + (reason is null ? "" : $" {reason}");
        if (reason is null && own.Probability < threshold && !encoded.Unseen.IsEmpty)
            reason = $"Bases are inserted that the model can't see: {Some.Of(encoded.Unseen, MostBehind)}.";
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
                encoded.Behind(pair.feature),
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
                ],
                verdict.Evidence is [var most, ..] && most.Call == verdict.Call ? most.Grade : null
            );

    // [inputs] the first input that makes the same features, where these are pools alone: any of a pool says the same.
    private static int[] Alike(FittedPreprocessing preprocessing)
    {
        var pools = preprocessing
            .Steps.OfType<FittedAnyOf>()
            .Select(pool => pool.Column)
            .ToHashSet(StringComparer.Ordinal);
        var features = new List<string>?[preprocessing.Inputs.Length];
        for (int i = 0; i < preprocessing.Width; i++)
            foreach (int input in preprocessing.FeatureOrigins[i])
                (features[input] ??= []).Add(preprocessing.FeatureNames[i]);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] alike = new int[features.Length];
        for (int i = 0; i < alike.Length; i++)
        {
            string key = string.Join('\n', features[i] ?? []);
            alike[i] =
                features[i]?.TrueForAll(pools.Contains) != true || first.TryAdd(key, i) ? i : first[key];
        }
        return alike;
    }

    private static double? Threshold(Card card, string outcome) =>
        card
            .OperatingPoints.Where(point => point.Outcome == outcome)
            .Select(point => (double?)point.Threshold)
            .FirstOrDefault();
}
