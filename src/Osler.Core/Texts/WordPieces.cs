using System.Collections.Immutable;
using System.Text;
using Microsoft.ML.Tokenizers;
using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>BERT's tokens of a text: a vocabulary's longest pieces from each word's beginning on.</summary>
/// <remarks>
/// Devlin et al., NAACL 2019, doi:10.18653/v1/N19-1423; cut by Microsoft.ML.Tokenizers. The vocabulary is the usual
/// <c>vocab.txt</c>: a piece a line, pieces that go on within a word begin with <c>##</c>; it holds [PAD], [UNK], [CLS], [SEP] and [MASK].
/// </remarks>
public sealed class WordPieces
{
    private readonly BertTokenizer _tokenizer;

    private WordPieces(BertTokenizer tokenizer, bool lowerCase, ImmutableArray<string> pieces)
    {
        (_tokenizer, LowerCase, Pieces) = (tokenizer, lowerCase, pieces);
        (Padding, Start, Separator) = (
            pieces.IndexOf("[PAD]"),
            pieces.IndexOf("[CLS]"),
            pieces.IndexOf("[SEP]")
        );
    }

    /// <summary>The pieces; a piece's id is its place.</summary>
    public ImmutableArray<string> Pieces { get; }

    /// <summary>Whether the vocabulary is of lower case.</summary>
    public bool LowerCase { get; }

    /// <summary>Number of pieces.</summary>
    public int Count => Pieces.Length;

    /// <summary>The id of [PAD].</summary>
    public int Padding { get; }

    /// <summary>The id of [CLS], which stands before a text.</summary>
    public int Start { get; }

    /// <summary>The id of [SEP], which ends a text.</summary>
    public int Separator { get; }

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="vocabulary">UTF-8, a piece a line.</param>
    /// <param name="lowerCase">Whether the vocabulary is of lower case ("uncased").</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DataException">A special piece is missing, or a piece is there twice.</exception>
    public static WordPieces Read(Stream vocabulary, bool lowerCase, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        using var reader = new StreamReader(vocabulary, Encoding.UTF8);
        string[] pieces = reader.ReadToEnd().Split('\n');
        if (pieces is [.., ""])
            pieces = pieces[..^1];
        pieces = Array.ConvertAll(pieces, piece => piece.TrimEnd('\r'));
        foreach (string special in (string[])["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
            if (!pieces.Contains(special))
                throw new DataException($"The vocabulary has no {special}.", where, "Give a BERT vocab.txt.");
        if (pieces.Distinct(StringComparer.Ordinal).Count() < pieces.Length)
            throw new DataException("The vocabulary has a piece twice.", where, "Get the file again.");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', pieces)));
        var tokenizer = BertTokenizer.Create(
            stream,
            new BertOptions { LowerCaseBeforeTokenization = lowerCase, RemoveNonSpacingMarks = lowerCase }
        );
        return new(tokenizer, lowerCase, [.. pieces]);
    }

    /// <summary>Ids of a text's pieces, with [CLS] before and [SEP] after.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most ids, at least 2; what is beyond is cut off before [SEP].</param>
    public IReadOnlyList<int> Ids(string text, int most = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        var ids = Encoded(text, special: true);
        return ids.Count <= most ? ids : [.. ids.Take(most - 1), ids[^1]];
    }

    /// <summary>Ids of a text's pieces alone.</summary>
    /// <param name="text">The text.</param>
    public IReadOnlyList<int> Cut(string text) => Encoded(text, special: false);

    // The library takes accents off by the system's normal forms, which Osler runs without.
    private IReadOnlyList<int> Encoded(string text, bool special) =>
        _tokenizer.EncodeToIds(
            LowerCase ? Letters.Bare(text) : text,
            addSpecialTokens: special,
            considerPreTokenization: true,
            considerNormalization: true
        );
}
