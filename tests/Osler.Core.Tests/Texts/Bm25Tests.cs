using System.Globalization;
using System.Text;
using CsCheck;
using Osler.Core.Faults;
using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class Bm25Tests
{
    private static readonly string[] s_words = ["fever", "rash", "cough", "the", "12"];

    private static readonly Gen<string> s_text = Gen.Int[0, 4]
        .Select(word => s_words[word])
        .Array[0, 7]
        .Select(words => string.Join(' ', words));

    /// <summary>The formula as Robertson and Zaragoza print it, word by word over every passage.</summary>
    [Fact]
    public void Agrees_with_the_formula_computed_word_by_word() =>
        Gen.Select(s_text.Array[1, 9], s_text.Array[1, 4])
            .Where((passages, _) => passages.Any(passage => passage.Length > 0))
            .Sample(
                (passages, asked) =>
                {
                    ExamQuestion[] questions =
                    [
                        .. asked.Select(stem => new ExamQuestion(
                            stem,
                            ["fever rash", "cough 12", "nothing"],
                            0
                        )),
                    ];
                    var best = Bm25.Best(
                        questions,
                        () =>
                            passages.Select(
                                (text, i) => new Passage(FormattableString.Invariant($"{i}"), text)
                            )
                    );
                    for (int q = 0; q < questions.Length; q++)
                    for (int k = 0; k < 3; k++)
                    {
                        string query = $"{questions[q].Stem} {questions[q].Options[k]}";
                        double expected = passages.Max(passage => Slow(query, passage, passages));
                        Assert.Equal(expected, best[q][k].Score, 1e-9);
                        if (expected > 0)
                            Assert.Equal(
                                expected,
                                Slow(
                                    query,
                                    passages[int.Parse(best[q][k].Place, CultureInfo.InvariantCulture)],
                                    passages
                                ),
                                1e-9
                            );
                    }
                }
            );

    /// <summary>Three passages of 2, 1 and 1 words: mean 4/3; "rash" in one of three: w = ln(2.5/1.5).</summary>
    [Fact]
    public void A_score_worked_out_by_hand()
    {
        string[] passages = ["fever rash", "fever", "cough"];
        var best = Bm25.Best(
            [new ExamQuestion("rash", ["x", "y"], 0)],
            () => passages.Select(text => new Passage(text, text))
        );
        double soon = 1.2 * (0.25 + 0.75 * 2 / (4.0 / 3));
        Assert.Equal(Math.Log(2.5 / 1.5) * 2.2 / (1 + soon), best[0][0].Score, 1e-12);
        Assert.Equal("fever rash", best[0][0].Place);
    }

    [Fact]
    public void A_word_of_most_passages_counts_nothing()
    {
        string[] passages = ["the fever", "the rash", "the cough"];
        var best = Bm25.Best(
            [new ExamQuestion("the", ["x", "y"], 0)],
            () => passages.Select(text => new Passage("", text))
        );
        Assert.Equal(0, best[0][0].Score);
    }

    [Fact]
    public void A_corpus_without_a_word_is_refused() =>
        Assert.Throws<DataException>(() =>
            Bm25.Best([new ExamQuestion("q", ["x", "y"], 0)], () => [new Passage("", " … ")])
        );

    [Fact]
    public void A_text_becomes_passages_of_some_sentences_and_loses_no_word()
    {
        string sentence = "The spleen is a soft organ. ";
        string text = string.Concat(Enumerable.Repeat(sentence, 100)) + "\n\nLast line";
        var passages = Passages.Text(new MemoryStream(Encoding.UTF8.GetBytes(text)), "book.txt").ToArray();
        Assert.Equal(Bm25.Terms(text), passages.SelectMany(passage => Bm25.Terms(passage.Text)));
        Assert.True(passages.Length > 2);
        Assert.All(
            passages,
            passage => Assert.InRange(Bm25.Terms(passage.Text).Count(), 1, Passages.ManyWords + 6)
        );
        Assert.Equal("book.txt, line 1", passages[0].Place);
    }

    [Fact]
    public void Lines_of_JSON_carry_their_title_into_each_passage()
    {
        string line = """{"id": 3, "title": "Spleen", "contents": "It is soft. It is red."}""";
        var passage = Assert.Single(Passages.Json(new MemoryStream(Encoding.UTF8.GetBytes(line)), "a.jsonl"));
        Assert.StartsWith("Spleen. It is soft.", passage.Text, StringComparison.Ordinal);
        var fault = Assert.Throws<DataException>(() =>
            Passages.Json(new MemoryStream("\n{\"id\": 3}"u8.ToArray()), "a.jsonl").ToArray()
        );
        Assert.Contains("a.jsonl, line 2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_gives_its_text_files_and_nothing_from_elsewhere()
    {
        string folder = Directory.CreateTempSubdirectory("osler-corpus-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "in"));
            File.WriteAllText(Path.Combine(folder, "b.txt"), "b");
            File.WriteAllText(Path.Combine(folder, "in", "a.txt"), "a");
            File.WriteAllText(Path.Combine(folder, "c.pdf"), "c");
            File.CreateSymbolicLink(Path.Combine(folder, "link.txt"), "/etc/passwd");
            Assert.Equal(["b.txt", "a.txt"], Passages.Files(folder).Select(Path.GetFileName));
            Assert.Throws<RequestException>(() => Passages.Files(Path.Combine(folder, "c.pdf")));
            Assert.Throws<RequestException>(() => Passages.Files(Path.Combine(folder, "none")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Slow(string query, string passage, string[] passages)
    {
        static string[] Words(string text) => [.. Bm25.Terms(text)];
        double mean = passages.Average(one => Words(one).Length);
        string[] words = Words(passage);
        double score = 0;
        foreach (string term in Words(query))
        {
            int holding = passages.Count(one => Words(one).Contains(term));
            double weight = Math.Log((passages.Length - holding + 0.5) / (holding + 0.5));
            int often = words.Count(word => word == term);
            if (weight > 0)
                score += weight * often * 2.2 / (often + 1.2 * (1 - 0.75 + 0.75 * words.Length / mean));
        }
        return score;
    }
}
