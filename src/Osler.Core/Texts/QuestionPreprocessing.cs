using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>A question's token ids, all of them.</summary>
/// <param name="Stem">Of the stem.</param>
/// <param name="Options">Of each option.</param>
public readonly record struct CutQuestion(int[] Stem, int[][] Options);

/// <summary>A token of a stem or an option, and the word that it is of.</summary>
/// <param name="Id">The network's id.</param>
/// <param name="Start">Index of the word's first letter in the text.</param>
/// <param name="Length">The word's letters.</param>
public readonly record struct PlacedToken(int Id, int Start, int Length);

/// <summary>From a question to token ids, a row for each option: start, the stem, a separator, the option, a separator.</summary>
/// <remarks>
/// The one path of training and serving. Tokens are those of <see cref="TextPreprocessing"/>, learnt on the training questions, or BERT's
/// word pieces, for a network that begins with public weights. Where both parts do not fit, the stem loses its beginning,
/// since what is asked stands at its end; of an option that is longer than half the room, the end is not read. Safe to use from several threads.
/// </remarks>
public sealed class QuestionPreprocessing
{
    /// <summary>Tokens that are no words: before the stem, between the two, and behind the option.</summary>
    public const int Marks = 3;

    /// <summary>Tokens learnt on questions.</summary>
    /// <param name="text">Fitted on stems and options of training questions.</param>
    public QuestionPreprocessing(TextPreprocessing text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (Text, Length) = (text, text.Length);
        (Padding, Start, Separator) = (TextPreprocessing.Padding, text.Vocabulary, text.Vocabulary + 1);
        Vocabulary = text.Vocabulary + 2;
    }

    /// <summary>BERT's pieces.</summary>
    /// <param name="pieces">The vocabulary.</param>
    /// <param name="length">The most tokens of stem and option together, 8 to 100,000.</param>
    public QuestionPreprocessing(WordPieces pieces, int length)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        (Pieces, Length) = (pieces, new TextRecipe { Length = length }.Length);
        (Padding, Start, Separator) = (pieces.Padding, pieces.Start, pieces.Separator);
        Vocabulary = pieces.Count;
    }

    /// <summary>How words fall into tokens, where they were learnt on questions; else null.</summary>
    public TextPreprocessing? Text { get; }

    /// <summary>BERT's pieces, where the network knows them; else null.</summary>
    public WordPieces? Pieces { get; }

    /// <summary>The most tokens of an option's row.</summary>
    public int Length { get; }

    /// <summary>Number of ids.</summary>
    public int Vocabulary { get; }

    /// <summary>The id behind a row's last token; an option that is not there is a row of it.</summary>
    public int Padding { get; }

    /// <summary>The id before the stem.</summary>
    public int Start { get; }

    /// <summary>The id behind stem and option.</summary>
    public int Separator { get; }

    /// <summary>Learns tokens from training questions.</summary>
    /// <param name="recipe">Sizes.</param>
    /// <param name="questions">Training questions.</param>
    /// <exception cref="DataException">There is no word in them.</exception>
    public static QuestionPreprocessing Fit(TextRecipe recipe, IEnumerable<ExamQuestion> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        return new(
            TextPreprocessing.Fit(
                recipe,
                [.. questions.SelectMany(question => (string[])[question.Stem, .. question.Options])]
            )
        );
    }

    /// <summary>Ids of a stem's or an option's tokens, all of them.</summary>
    /// <param name="text">As of <see cref="ReadText"/>.</param>
    public int[] Cut(string text) =>
        Pieces is { } pieces
            ? [.. pieces.Cut(text)]
            : [.. Text!.Cut(text).Select(token => Text.Id(token.Text))];

    /// <summary>The same tokens as of <see cref="Cut(string)"/>, each with the word that it is of.</summary>
    /// <param name="text">As of <see cref="ReadText"/>.</param>
    public List<PlacedToken> Places(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Text is not null)
            return
            [
                .. Text.Cut(text)
                    .Select(token => new PlacedToken(Text.Id(token.Text), token.Start, token.Length)),
            ];
        // BERT's pieces never reach over a space.
        var tokens = new List<PlacedToken>();
        for (int end = 0; end < text.Length; )
        {
            int start = end;
            while (start < text.Length && char.IsWhiteSpace(text[start]))
                start++;
            end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            if (end > start)
                tokens.AddRange(
                    Pieces!.Cut(text[start..end]).Select(id => new PlacedToken(id, start, end - start))
                );
        }
        return tokens;
    }

    /// <summary>How many tokens of a stem are read beside an option: its last ones.</summary>
    /// <param name="option">The option's tokens.</param>
    public int Room(int option) => Length - Marks - Math.Min(option, (Length - Marks) / 2);

    /// <summary>Ids of the tokens of a question's stem and options.</summary>
    /// <param name="question">The question.</param>
    public CutQuestion Cut(ExamQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return new(Cut(question.Stem), [.. question.Options.Select(Cut)]);
    }

    /// <summary>Whether a question's stem fits whole beside each of its options.</summary>
    /// <param name="question">As of <see cref="Cut(ExamQuestion)"/>.</param>
    public bool Fits(CutQuestion question) =>
        Array.TrueForAll(question.Options, option => Fits(question.Stem, option));

    /// <summary>Whether a stem and an option fit whole.</summary>
    /// <param name="stem">As of <see cref="Cut(string)"/>.</param>
    /// <param name="option">As of <see cref="Cut(string)"/>.</param>
    public bool Fits(ReadOnlySpan<int> stem, ReadOnlySpan<int> option) =>
        stem.Length + option.Length + Marks <= Length;

    /// <summary>Writes an option's row.</summary>
    /// <param name="stem">As of <see cref="Cut(string)"/>.</param>
    /// <param name="option">As of <see cref="Cut(string)"/>.</param>
    /// <param name="ids">[<see cref="Length"/>], padded behind.</param>
    /// <returns>How many tokens were written.</returns>
    public int Apply(ReadOnlySpan<int> stem, ReadOnlySpan<int> option, Span<float> ids)
    {
        int room = Length - Marks;
        if (stem.Length + option.Length > room)
        {
            option = option[..Math.Min(option.Length, Math.Max(room / 2, room - stem.Length))];
            stem = stem[^(room - option.Length)..];
        }
        int at = 0;
        ids[at++] = Start;
        foreach (int id in stem)
            ids[at++] = id;
        ids[at++] = Separator;
        foreach (int id in option)
            ids[at++] = id;
        ids[at++] = Separator;
        ids[at..].Fill(Padding);
        return at;
    }

    /// <summary>Writes a question's rows; those of options that it has not are padding.</summary>
    /// <param name="question">The question.</param>
    /// <param name="options">Rows, at least as many as it has options.</param>
    /// <returns>[options, <see cref="Length"/>] row-major.</returns>
    public float[] Apply(ExamQuestion question, int options) => Apply(Cut(question), options);

    /// <summary>As <see cref="Apply(ExamQuestion, int)"/>, of a question that is cut already.</summary>
    /// <param name="question">As of <see cref="Cut(ExamQuestion)"/>.</param>
    /// <param name="options">Rows, at least as many as it has options.</param>
    /// <returns>[options, <see cref="Length"/>] row-major.</returns>
    public float[] Apply(CutQuestion question, int options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options, question.Options.Length);
        float[] ids = new float[options * Length];
        Array.Fill(ids, Padding);
        for (int i = 0; i < question.Options.Length; i++)
            Apply(question.Stem, question.Options[i], ids.AsSpan(i * Length, Length));
        return ids;
    }
}
