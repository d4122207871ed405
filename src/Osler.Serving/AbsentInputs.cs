using System.Globalization;
using Osler.Core.Bundles;
using Osler.Core.Ensembles;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Features;
using Osler.Core.Words;

namespace Osler.Serving;

/// <summary>How much a model on variants rests on inputs that a table does not have.</summary>
internal static class AbsentInputs
{
    private const int MostNamed = 3;
    private const int MostDecisive = 5;

    /// <summary>How many there are, and which resistance goes unseen without them; null where there are none.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="absent">Names of inputs.</param>
    /// <remarks>
    /// An isolate that has one of them and nothing else is compared with one that has nothing: by how much the log-odds of
    /// a drug rise, and whether they come to its threshold. Those that most isolates of training had are told first.
    /// </remarks>
    public static string? Sentence(Predictor predictor, IReadOnlyCollection<string> absent)
    {
        if (absent.Count == 0)
            return null;
        int inputs = predictor.Preprocessing.Inputs.Length;
        string sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{absent.Count} of the model's {inputs} inputs are not in the data and taken as not determined: {Some.Of(absent, MostNamed)}."
        );
        // Which base may stand at a position of a model on bases isn't tried.
        if (predictor.Card.Genotypes is not { } genotypes || genotypes.Naming == CardGenotypes.Bases)
            return sentence;
        string[] decisive =
        [
            .. Decisive(predictor, absent)
                .OrderByDescending(one => one.Share)
                .ThenByDescending(one => one.LogOdds)
                .Select(one =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{EncodedIsolate.WordsOf(genotypes.KnownNaming, one.Input)} ({Drug.Find(one.Drug)?.Name ?? one.Drug}, log-odds {one.LogOdds:+0.0;-0.0}{Frequency(one.Share)})"
                    )
                ),
        ];
        return decisive.Length == 0
            ? $"{sentence} None of them by itself brings a drug to its threshold."
            : $"{sentence} Resistance that rests on them alone goes unseen: {Some.Of(decisive, MostDecisive)}. Is a column named otherwise?";
    }

    // What is nearly as rare as nothing is not counted.
    private static string Frequency(double share) =>
        share < 0.005 ? "" : $"; in {PerCent.Of(share, 0)} of training's isolates";

    private static IEnumerable<(string Input, string Drug, double LogOdds, double Share)> Decisive(
        Predictor predictor,
        IReadOnlyCollection<string> absent
    )
    {
        var inputs = predictor.Preprocessing.Inputs;
        var shares = VariantCoding.Shares(predictor.Preprocessing);
        int[] places = [.. Enumerable.Range(0, inputs.Length).Where(i => absent.Contains(inputs[i].Name))];
        // First an isolate that has nothing, then one with each.
        double[] rows = new double[(places.Length + 1) * inputs.Length];
        for (int i = 0; i < places.Length; i++)
            rows[(i + 1) * inputs.Length + places[i]] = 1;
        var predictions = predictor.Predict(rows, places.Length + 1);
        for (int i = 0; i < places.Length; i++)
            foreach (var (with, without) in predictions[i + 1].Outcomes.Zip(predictions[0].Outcomes))
                if (
                    with.Decisions is [{ Positive: true }, ..]
                    && without.Decisions is [{ Positive: false }, ..]
                )
                    yield return (
                        inputs[places[i]].Name,
                        with.Name,
                        Ensemble.LogOdds(with.Probability) - Ensemble.LogOdds(without.Probability),
                        shares[places[i]]
                    );
    }
}
