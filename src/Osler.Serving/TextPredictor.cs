using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Texts;

namespace Osler.Serving;

/// <summary>A bundle that answers for texts: the preprocessing of training, then the network's graph in ONNX Runtime.</summary>
/// <remarks>Safe to use from several threads at once. Loads no libtorch.</remarks>
public sealed class TextPredictor : IDisposable
{
    private readonly Graph _graph;

    private TextPredictor(BundleFolder bundle, Card card, TextPreprocessing preprocessing, Graph graph)
    {
        Bundle = bundle;
        Card = card;
        Preprocessing = preprocessing;
        _graph = graph;
    }

    /// <summary>The folder, its files checked.</summary>
    public BundleFolder Bundle { get; }

    /// <summary>The model's card.</summary>
    public Card Card { get; }

    /// <summary>From text to token ids, as training fitted it.</summary>
    public TextPreprocessing Preprocessing { get; }

    /// <summary>How the text is read and when an answer is given.</summary>
    public CardTexts Reading => Card.Text!;

    /// <summary>Number of networks whose probabilities are averaged.</summary>
    public int Members => _graph.Members;

    /// <summary>Number of outcomes.</summary>
    public int Outcomes => _graph.Outcomes;

    /// <summary>Loads the model of an opened bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <exception cref="RequestException">Its model reads no text.</exception>
    /// <exception cref="DataException">Its files contradict each other.</exception>
    public static TextPredictor Open(BundleFolder bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var card = bundle.ReadCard();
        if (card.Text is not { } text)
            throw new RequestException(
                "This bundle reads no text.",
                bundle.Path,
                "See 'osler inspect BUNDLE'."
            );
        var preprocessing = TextPreprocessingJson.Read(bundle.Read(BundleFile.PreprocessingName));
        var graph = Graph.Open(
            bundle,
            card,
            network =>
                network.Input is [var most] && most == preprocessing.Length && text.Length == most
                    ? null
                    : $"the preprocessing makes up to {preprocessing.Length} tokens, the card states {text.Length}",
            preprocessing.Length
        );
        return new(bundle, card, preprocessing, graph);
    }

    /// <summary>Predicts for one text.</summary>
    /// <param name="text">As read.</param>
    /// <param name="where">Its place, for messages.</param>
    /// <exception cref="DataException">It is not English, or the network gives no number for it.</exception>
    public TextPrediction Predict(ReadText text, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var language = Language.Of(text.Text);
        if (!language.IsEnglish)
            throw new DataException(
                language.Kind == LanguageKind.Wordless
                    ? "There is no word in the text: not judged."
                    : $"The text is not English ({language.Reason}): not judged.",
                where,
                "The model learnt from English texts alone."
            );
        var tokens = Preprocessing.Cut(text.Text);
        ImmutableArray<TextOutcome> outcomes =
        [
            .. Probabilities(tokens, where)
                .Select(
                    (probability, k) =>
                        new TextOutcome(Card.Outcomes[k].Name, Card.Outcomes[k].Label, probability)
                )
                .OrderByDescending(outcome => outcome.Probability),
        ];
        string? missing = Preprocessing.Missing(text.Text);
        return new TextPrediction(
            outcomes,
            Reading.CannotTell(missing is not null, outcomes[0].Probability) ? TextVerdict.CannotTell
                : outcomes[0].Name == Reading.None ? TextVerdict.NoneOfThese
                : TextVerdict.Answer,
            [
                .. text.Remarks,
                .. Preprocessing.Remarks(tokens),
                .. new[] { OwnFindings.Whose(text.Text), missing }.OfType<string>(),
            ]
        )
        {
            Missing = missing,
        };
    }

    /// <summary>Calibrated probabilities of one text.</summary>
    /// <param name="tokens">Its tokens; those beyond the most are not read, and there may be none.</param>
    /// <param name="where">Its place, for messages.</param>
    /// <returns>[outcomes]; their sum is 1.</returns>
    /// <exception cref="DataException">The network gives no number.</exception>
    public double[] Probabilities(IReadOnlyList<TextToken> tokens, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        float[] ids = new float[Math.Clamp(tokens.Count, 1, Preprocessing.Length)];
        Preprocessing.Apply(tokens, ids);
        return Probabilities(ids, 1, where);
    }

    /// <summary>Calibrated probabilities of token ids.</summary>
    /// <param name="ids">[n, length] row-major, padded behind.</param>
    /// <param name="n">Number of texts.</param>
    /// <param name="where">Their place, for messages.</param>
    /// <returns>[n, outcomes] row-major; each row sums to 1.</returns>
    /// <exception cref="DataException">The network gives no number.</exception>
    public double[] Probabilities(ReadOnlySpan<float> ids, int n, string? where = null)
    {
        float[] logits = new float[n * Members * Outcomes];
        _graph.RunTokens(ids, n, logits);
        return CooledSoftmax.Of(logits, Members, Outcomes, Reading.Temperature, "text", where);
    }

    /// <summary>Log-odds of every member, before the temperature.</summary>
    /// <param name="ids">[n, <see cref="TextPreprocessing.Length"/>] row-major.</param>
    /// <param name="n">Number of texts.</param>
    /// <param name="logits">[n, members, outcomes] row-major.</param>
    public void Logits(ReadOnlySpan<float> ids, int n, Span<float> logits) =>
        _graph.RunTokens(ids, n, logits);

    /// <inheritdoc/>
    public void Dispose() => _graph.Dispose();
}
