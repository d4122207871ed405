using Osler.Core.Tables;
using Osler.Core.Texts;

namespace Osler.Fuzz.Tests;

/// <summary>Readers of tables and texts.</summary>
internal static class TextTargets
{
    public static FuzzTarget Table { get; } =
        new(
            "table",
            CorpusFiles.AndPacked(
                CorpusFiles.Texts(
                    "patient,age,sbp,smoker,outcome\np1,54,131.5,yes,0\np2,61,,no,1\np3,\"4,7\",120,yes,0\n",
                    "patient\tage\noutcome\n1\t\"a\"\"b\"\n",
                    "a;b\n1,5;2\n3;4,25\n"
                )
            ),
            bytes => TableFile.Read(new MemoryStream(bytes), "fuzzed.csv")
        )
        {
            Words = CorpusFiles.Texts(
                "\"",
                "\"\"",
                "\r\n",
                "\t",
                ";",
                "NA",
                "NaN",
                "-inf",
                "1e400",
                "PAR1",
                "\ufeff"
            ),
        };

    public static FuzzTarget Exam { get; } =
        new(
            "exam",
            CorpusFiles.Texts(
                """
                {"question": "Which vitamin?", "options": {"A": "A", "B": "C"}, "answer_idx": "B", "answer": "C", "meta_info": "step1"}
                {"question": "Do rats run?", "context": {"contexts": ["Fifty \u00e9 ran."]}, "final_decision": "maybe"}
                {"question": "Which?", "options": ["x", "y", "z"], "answer_idx": 2, "more": [1, {"a": null}]}
                """
            ),
            bytes => ExamQuestions.Read(new MemoryStream(bytes), "fuzzed")
        )
        {
            Words = CorpusFiles.Texts(
                "\"opa\"",
                "\"cop\"",
                "\"options\"",
                "null",
                "[",
                "{",
                "\\ud800",
                "\n{}",
                "1e999"
            ),
        };

    public static FuzzTarget Corpus { get; } =
        new(
            "corpus",
            CorpusFiles.Texts(
                """
                {"title": "Spleen", "text": "It is soft. It is red."}
                {"contents": "It lies on the left."}
                """,
                "A book.\n\nIts second page."
            ),
            bytes =>
            {
                foreach (var read in (Func<Stream, string, IEnumerable<object>>[])[Plain, Lines])
                {
                    using var stream = new MemoryStream(bytes);
                    _ = read(stream, "fuzzed").Count();
                }
            }
        );

    private static IEnumerable<object> Plain(Stream stream, string where) =>
        Passages.Text(stream, where).Cast<object>();

    private static IEnumerable<object> Lines(Stream stream, string where) =>
        Passages.Json(stream, where).Cast<object>();
}
