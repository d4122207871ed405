using System.Text;
using CsCheck;
using Osler.Core.Faults;
using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class WordPiecesTests
{
    private static readonly string[] s_vocabulary =
    [
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[PAD]",
        "fever",
        "##ish",
        "##i",
        "fe",
        "##v",
        "no",
        "head",
        "##ache",
        ",",
        "a",
        "##a",
        "##b",
        "ab",
        "##ab",
        "##bba",
        "[MASK]",
    ];

    private static readonly WordPieces s_pieces = Read(s_vocabulary);

    [Theory]
    [InlineData("no fever", "[CLS] no fever [SEP]")]
    [InlineData("feverish headache", "[CLS] fever ##ish head ##ache [SEP]")]
    [InlineData("fevi", "[CLS] fe ##v ##i [SEP]")]
    [InlineData("no,fever", "[CLS] no , fever [SEP]")]
    [InlineData("", "[CLS] [SEP]")]
    public void Words_fall_into_the_longest_pieces_from_their_beginning_on(string text, string pieces) =>
        Assert.Equal(pieces, Cut(s_pieces, text));

    [Theory]
    [InlineData("no cough", "[CLS] no [UNK] [SEP]")]
    [InlineData("feverx no", "[CLS] [UNK] no [SEP]")]
    public void A_word_that_pieces_do_not_make_is_unknown_as_a_whole(string text, string pieces) =>
        Assert.Equal(pieces, Cut(s_pieces, text));

    [Fact]
    public void A_vocabulary_of_lower_case_reads_capitals_and_accents_as_plain_letters()
    {
        Assert.Equal("[CLS] no fever [SEP]", Cut(s_pieces, "NO Fever"));
        Assert.Equal("[CLS] no fever [SEP]", Cut(s_pieces, "n\u00F3 fe\u0301ver"));
        Assert.Equal("[CLS] no fever [SEP]", Cut(s_pieces, "N\u00D4 F\u1EBDver"));
        Assert.Equal("[CLS] [UNK] fever [SEP]", Cut(s_pieces, "n\u00F8 fever"));
        Assert.Equal("[CLS] [UNK] fever [SEP]", Cut(Read(s_vocabulary, lowerCase: false), "NO fever"));
    }

    [Fact]
    public void The_library_cuts_as_the_definition_says() =>
        Gen.Char["abfev"]
            .Array[1, 9]
            .Sample(letters =>
                Assert.Equal($"[CLS] {Slow(new(letters))} [SEP]", Cut(s_pieces, new(letters)))
            );

    [Fact]
    public void What_is_too_long_is_cut_before_the_end()
    {
        Assert.Equal(Ids("[CLS] no fever [SEP]"), s_pieces.Ids("no fever no fever", 4));
        Assert.Equal(Ids("[CLS] no [SEP]"), s_pieces.Ids("no", 3));
        Assert.Equal(Ids("[CLS] [SEP]"), s_pieces.Ids("no fever", 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_pieces.Ids("no", 1));
    }

    [Theory, InlineData("\n", true), InlineData("\r\n", true), InlineData("\n", false)]
    public void Count_and_padding_are_those_of_the_file(string line, bool ended)
    {
        var pieces = Read(s_vocabulary, line: line, ended: ended);
        Assert.Equal((20, 3), (pieces.Count, pieces.Padding));
        Assert.Equal(s_pieces.Ids("feverish, no"), pieces.Ids("feverish, no"));
    }

    [Theory]
    [InlineData("[PAD]")]
    [InlineData("[UNK]")]
    [InlineData("[CLS]")]
    [InlineData("[SEP]")]
    [InlineData("[MASK]")]
    public void A_vocabulary_without_a_special_piece_is_refused(string special) =>
        Assert.Contains(
            $"no {special}",
            Assert
                .Throws<DataException>(() => Read([.. s_vocabulary.Where(piece => piece != special)]))
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_piece_that_is_there_twice_is_refused() =>
        Assert.Contains(
            "twice",
            Assert.Throws<DataException>(() => Read([.. s_vocabulary, "no"])).Message,
            StringComparison.Ordinal
        );

    // Greedy: the longest piece that the rest begins with, again and again.
    private static string Slow(string word)
    {
        var pieces = new List<string>();
        for (int at = 0; at < word.Length; )
        {
            string inside = at == 0 ? "" : "##";
            int length = Enumerable
                .Range(1, word.Length - at)
                .LastOrDefault(length => s_vocabulary.Contains(inside + word[at..(at + length)]));
            if (length == 0)
                return "[UNK]";
            pieces.Add(inside + word[at..(at + length)]);
            at += length;
        }
        return string.Join(' ', pieces);
    }

    private static WordPieces Read(
        string[] vocabulary,
        bool lowerCase = true,
        string line = "\n",
        bool ended = true
    )
    {
        string text = string.Join(line, vocabulary) + (ended ? line : "");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return WordPieces.Read(stream, lowerCase);
    }

    private static string Cut(WordPieces pieces, string text) =>
        string.Join(' ', pieces.Ids(text).Select(id => s_vocabulary[id]));

    private static int[] Ids(string pieces) =>
        [.. pieces.Split(' ').Select(piece => Array.IndexOf(s_vocabulary, piece))];
}
