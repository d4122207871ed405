using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Texts;

namespace Osler.Serving;

/// <summary>A bundle that ranks the options of questions: the preprocessing of training, then the network's graph in ONNX Runtime.</summary>
/// <remarks>Safe to use from several threads at once. Loads no libtorch.</remarks>
public sealed class QuestionPredictor : IDisposable
{
    private readonly Graph _graph;

    private QuestionPredictor(
        BundleFolder bundle,
        Card card,
        QuestionPreprocessing preprocessing,
        Graph graph
    )
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

    /// <summary>From question to token ids, as training fitted it.</summary>
    public QuestionPreprocessing Preprocessing { get; }

    /// <summary>How questions are read and when an answer is given.</summary>
    public CardQuestions Reading => Card.Questions!;

    /// <summary>The most options of a question.</summary>
    public int Options => Reading.Options;

    /// <summary>Number of networks whose probabilities are averaged.</summary>
    public int Members => _graph.Members;

    /// <summary>Loads the model of an opened bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <exception cref="RequestException">Its model reads no questions.</exception>
    /// <exception cref="DataException">Its files contradict each other.</exception>
    public static QuestionPredictor Open(BundleFolder bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var card = bundle.ReadCard();
        if (card.Questions is not { } questions)
            throw new RequestException(
                "This bundle reads no questions with options.",
                bundle.Path,
                "See 'osler inspect BUNDLE'."
            );
        var preprocessing = QuestionPreprocessingJson.Read(bundle.Read(BundleFile.PreprocessingName));
        var graph = Graph.Open(
            bundle,
            card,
            network =>
                network.Input is [var options, var most]
                && (options, most) == (questions.Options, questions.Length)
                && most == preprocessing.Length
                    ? null
                    : $"the preprocessing makes up to {preprocessing.Length} tokens, the card states {questions.Options} options of {questions.Length}",
            preprocessing.Length
        );
        return new(bundle, card, preprocessing, graph);
    }

    /// <summary>Ranks a question's options.</summary>
    /// <param name="question">The question; whether it states an answer makes no difference.</param>
    /// <param name="where">Its place, for messages.</param>
    /// <exception cref="DataException">It has more options than the network takes, the same one twice, or is not English.</exception>
    public QuestionPrediction Predict(ExamQuestion question, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (question.Options.Distinct(StringComparer.Ordinal).Count() < question.Options.Length)
            throw new DataException(
                "The question has the same option twice.",
                where,
                "Each option has to be another one."
            );
        var language = Language.Of(question.Stem);
        if (!language.IsEnglish)
            throw new DataException(
                $"The question is not English ({language.Reason}): not answered.",
                where,
                "The model learnt from English questions alone."
            );
        var cut = Preprocessing.Cut(question);
        double[] probabilities = Probabilities(cut, where);
        RankedOption[] options =
        [
            .. question
                .Options.Select((text, k) => new RankedOption(k + 1, text, probabilities[k]))
                .OrderByDescending(option => option.Probability)
                .ThenBy(option => option.Text, StringComparer.Ordinal),
        ];
        return new QuestionPrediction(
            [.. options],
            options[0].Probability < Reading.Threshold ? TextVerdict.CannotTell : TextVerdict.Answer,
            [.. Remarks(cut)]
        );
    }

    /// <summary>Calibrated probabilities of a question's options, in its order.</summary>
    /// <param name="question">The question.</param>
    /// <param name="where">Its place, for messages.</param>
    /// <returns>As many as the question has options; their sum is 1.</returns>
    /// <exception cref="DataException">It has more options than the network takes, or the network gives no number.</exception>
    public double[] Probabilities(ExamQuestion question, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        return Probabilities(Preprocessing.Cut(question), where);
    }

    /// <summary>Calibrated probabilities of the options of a question that is cut already.</summary>
    internal double[] Probabilities(CutQuestion question, string? where)
    {
        if (question.Options.Length > Options)
            throw new DataException(
                $"The question has {question.Options.Length} options; the network takes at most {Options}.",
                where,
                "Train on questions with so many options."
            );
        float[] logits = new float[Members * Options];
        Logits(Preprocessing.Apply(question, Options), 1, logits);
        return CooledSoftmax.Of(logits, Members, Options, Reading.Temperature, "question", where)[
            ..question.Options.Length
        ];
    }

    /// <summary>Scores of every member, before the temperature.</summary>
    /// <param name="ids">[n, options, tokens] row-major.</param>
    /// <param name="n">Number of questions.</param>
    /// <param name="logits">[n, members, options] row-major.</param>
    public void Logits(ReadOnlySpan<float> ids, int n, Span<float> logits) =>
        _graph.RunTokens(ids, n, logits);

    /// <inheritdoc/>
    public void Dispose() => _graph.Dispose();

    private IEnumerable<string> Remarks(CutQuestion question)
    {
        if (!Preprocessing.Fits(question))
            yield return FormattableString.Invariant(
                $"The question is longer than {Preprocessing.Length} tokens: its beginning was not read."
            );
        if (Preprocessing.Text is null)
            yield break;
        int unknown = question.Stem.Count(id => id == TextPreprocessing.UnknownId);
        if (unknown > question.Stem.Length / 2.0)
            yield return "Most of its words were never seen in training.";
        // Learnt tokens are of words and quantities; a bare figure has none.
        if (question.Options.GroupBy(option => string.Join(' ', option)).Any(alike => alike.Count() > 1))
            yield return "Some options look alike to the network, as they differ in figures or signs alone.";
    }
}
