namespace Osler.Studies;

/// <summary>
/// How a study reads questions with options; a study that has these settings is one on examination questions. How words become
/// tokens stands under <c>text</c>, of which column and excerpts have no meaning here.
/// </summary>
/// <remarks><c>data.path</c> is a file of JSON lines as of <see cref="Core.Texts.ExamLine"/>.</remarks>
public sealed record ExamSettings
{
    /// <summary>
    /// A .txt or .jsonl file, or a folder of them, in which the retrieval baseline looks for each option; without it Osler's own table of
    /// conditions told in words.
    /// </summary>
    public string? Corpus { get; init; }

    /// <summary>
    /// A BERT vocabulary (<c>vocab.txt</c>), whose pieces are the tokens: for a network that begins with public weights. Without it tokens are learnt on the
    /// training questions.
    /// </summary>
    public string? Vocabulary { get; init; }

    /// <summary>Whether the vocabulary is of lower case ("uncased").</summary>
    public bool LowerCase { get; init; }

    /// <summary>The same with each path turned into another.</summary>
    internal ExamSettings At(Func<string, string> path) =>
        this with
        {
            Corpus = Corpus is null ? null : path(Corpus),
            Vocabulary = Vocabulary is null ? null : path(Vocabulary),
        };
}
