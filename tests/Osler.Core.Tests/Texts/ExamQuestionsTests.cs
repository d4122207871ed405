using System.Text;
using CsCheck;
using Osler.Core.Faults;
using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class ExamQuestionsTests
{
    private static readonly string[] s_pieces = ["a", "é", "", "xyz ", "\r"];

    private const string Sound =
        """{"question": "Which vitamin?", "answer": "C", "options": {"A": "A", "B": "C"}, "answer_idx": "B", "meta_info": "step1"}""";

    [Fact]
    public void A_line_of_MedQA_is_read()
    {
        var question = Assert.Single(Read(Sound).Questions);
        Assert.Equal("Which vitamin?", question.Stem);
        Assert.Equal(["A", "C"], question.Options);
        Assert.Equal((1, 1, "step1"), (question.Answer, question.Line, question.Kind));
    }

    [Theory]
    [InlineData("""{"question": "q", "options": ["x", "y", "z"], "answer_idx": 2}""", 2)]
    [InlineData("""{"question": "q", "options": ["x", "y", "z"], "answer": "y"}""", 1)]
    [InlineData("""{"question": "q", "options": {"A": "x", "B": "y"}, "answer_idx": "A"}""", 0)]
    [InlineData("""{"question": "q", "options": {"A": "x", "B": "y"}, "answer": " y "}""", 1)]
    public void The_answer_may_be_a_letter_a_place_or_the_text(string line, int answer) =>
        Assert.Equal(answer, Read(line).Questions.Single().Answer);

    [Theory]
    [InlineData("\"context\": \"Fifty rats ran.\"")]
    [InlineData("\"context\": [\"Fifty rats ran.\"]")]
    [InlineData("\"context\": {\"contexts\": [\"Fifty rats ran.\"], \"labels\": []}")]
    public void PubMedQA_s_own_lines_have_a_context_and_a_decision(string context)
    {
        var question = Read($$"""{"question": "Do rats run?", {{context}}, "final_decision": "maybe"}""")
            .Questions.Single();
        Assert.Equal("Fifty rats ran.\nDo rats run?", question.Stem);
        Assert.Equal(["yes", "no", "maybe"], question.Options);
        Assert.Equal(2, question.Answer);
    }

    [Fact]
    public void The_slip_of_the_published_file_is_put_right_and_counted()
    {
        var read = Read(Sound.Replace("step1", "stfep2&3", StringComparison.Ordinal));
        Assert.Equal(("step2&3", 1), (read.Questions.Single().Kind, read.Corrected));
    }

    [Theory]
    [InlineData("""{"question": "q", "answer": "x"}""", "no options")]
    [InlineData("""{"question": "q", "options": {"A": "x"}, "answer": "x"}""", "1 options")]
    [InlineData("""{"question": "q", "options": "x", "answer": "x"}""", "neither an object")]
    [InlineData(
        """{"question": "q", "options": {"A": "x", "B": "y"}, "answer_idx": "E"}""",
        "none of the options"
    )]
    [InlineData(
        """{"question": "q", "options": {"A": "x", "B": "y"}, "answer": "w"}""",
        "none of the options"
    )]
    [InlineData(
        """{"question": "q", "options": {"A": "x", "B": "y"}, "answer": "x", "answer_idx": "B"}""",
        "different options"
    )]
    [InlineData("""{"question": "q", "options": {"A": "x", "B": "y"}}""", "which option is right")]
    [InlineData(
        """{"question": "q", "options": {"A": "x", "B": 3}, "answer": "x"}""",
        "'option B' is no text"
    )]
    [InlineData("""{"question": "q", "options": {"A": "x", "A": "y"}, "answer": "x"}""", "there twice")]
    [InlineData("""{"question": "q", "options": {"A": "x", "B": "x"}, "answer": "x"}""", "same option twice")]
    [InlineData(
        """{"question": "q", "options": {"A": "x", "B": " "}, "answer": "x"}""",
        "'option B' is empty"
    )]
    [InlineData(
        """{"question": "  ", "options": {"A": "x", "B": "y"}, "answer": "x"}""",
        "'question' is empty"
    )]
    [InlineData("""{"options": {"A": "x", "B": "y"}, "answer": "x"}""", "no 'question'")]
    [InlineData("""{"question": "q", "final_decision": "perhaps"}""", "none of the options")]
    [InlineData(
        """{"question": "q", "options": ["a","b","c","d","e","f","g","h","i","j","k"], "answer": "a"}""",
        "more than 10 options"
    )]
    [InlineData("""["q"]""", "no JSON object")]
    [InlineData("question,answer", "no question in JSON")]
    [InlineData("""{"question": "q", "options": {"A": "x", "B": "y"}, "ans""", "cut off")]
    [InlineData("""{"question": "\ud800", "options": {"A": "x", "B": "y"}, "answer": "x"}""", "half letters")]
    [InlineData("""{"question": "q", "\ud800": 1}""", "half letters")]
    public void A_line_that_is_no_question_is_named_with_file_and_line(string line, string what)
    {
        var fault = Assert.Throws<DataException>(() => Read($"{Sound}\n\n{line}"));
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.Contains("exam.jsonl, line 3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_a_pipe_of_zeros_and_an_empty_file_are_refused()
    {
        Assert.Contains(
            "another kind",
            Assert.Throws<DataException>(() => Read([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 13])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "UTF-16",
            Assert.Throws<DataException>(() => Read([0xFF, 0xFE, 0x7B, 0])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no question",
            Assert.Throws<DataException>(() => Read(" \n\r\n")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "longer than",
            Assert.Throws<DataException>(() => Read(new string('x', ExamLine.MostBytes + 1))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_are_told_apart()
    {
        string folder = Path.GetTempPath();
        Assert.Contains(
            "folder",
            Assert.Throws<DataException>(() => ExamQuestions.Read(folder)).Message,
            StringComparison.Ordinal
        );
        string none = Path.Combine(folder, "osler-no-such.jsonl");
        Assert.Contains(
            "no such file",
            Assert.Throws<DataException>(() => ExamQuestions.Read(none)).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>Of two equal options one is called right: such a question is left out, unless they are more than slips.</summary>
    [Fact]
    public void Few_questions_with_the_same_option_twice_are_left_out_and_named()
    {
        string twice = """{"question": "q", "options": {"A": "x", "B": "x"}, "answer_idx": "A"}""";
        var read = Read($"{string.Join('\n', Enumerable.Repeat(Sound, 19))}\n{twice}");
        Assert.Equal(19, read.Questions.Length);
        Assert.Equal([20], read.Ambiguous);
        Assert.Throws<DataException>(() =>
            Read($"{string.Join('\n', Enumerable.Repeat(Sound, 18))}\n{twice}")
        );
    }

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_change_nothing()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($"{Sound}\r\n{Sound}\r\n")];
        var read = Read(bytes);
        Assert.Equal(2, read.Questions.Length);
        Assert.Equal(Read(Sound).Questions[0].Options, read.Questions[1].Options);
    }

    /// <summary>Lines are the same however the stream hands out its bytes.</summary>
    [Fact]
    public void Lines_do_not_depend_on_the_pieces_that_a_stream_gives() =>
        Gen.Select(Gen.Int[0, 4].Select(i => s_pieces[i]).Array[0, 6].Array[0, 8], Gen.Int[1, 5])
            .Sample(
                (lines, piece) =>
                {
                    string text = string.Join('\n', lines.Select(pieces => string.Concat(pieces)));
                    var expected = text.Split('\n')
                        .Select((line, i) => ((long)i + 1, line))
                        .Where(line => !string.IsNullOrWhiteSpace(line.line));
                    var read = TextLines
                        .Of(new Dripping(Encoding.UTF8.GetBytes(text), piece), "text", 100)
                        .Select(line => (line.Number, Encoding.UTF8.GetString(line.Bytes.Span)));
                    Assert.Equal(expected, read);
                }
            );

    [Fact]
    public void Of_equal_scores_the_first_in_the_alphabet_is_chosen_in_any_order()
    {
        var question = new ExamQuestion("q", ["b", "a", "c"], 0);
        Assert.Equal(1, question.Best([2, 2, 1]));
        Assert.Equal(0, new ExamQuestion("q", ["a", "c", "b"], 0).Best([2, 1, 2]));
        Assert.Equal(2, question.Best([0, 0, 3]));
    }

    [Theory]
    [InlineData("medqa_usmle_4options.jsonl", 1020, 4, 0)]
    [InlineData("medqa_usmle_5options.jsonl", 1020, 5, 0)]
    [InlineData("medmcqa_2816.jsonl", 2303, 4, 11)]
    [InlineData("pubmedqa_train450.jsonl", 450, 3, 0)]
    public void The_published_files_are_read(string file, int lines, int options, int twice)
    {
        string? path = Shared(file);
        Assert.SkipWhen(path is null, $"shared/data/medical-text/{file} is not beside the checkout.");
        var read = ExamQuestions.Read(path);
        Assert.Equal(lines, read.Questions.Length + read.Ambiguous.Length);
        Assert.Equal(twice, read.Ambiguous.Length);
        Assert.All(read.Questions, question => Assert.Equal(options, question.Options.Length));
    }

    private static string? Shared(string file)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (
                Path.Combine(at.FullName, "shared", "data", "medical-text", file) is var path
                && File.Exists(path)
            )
                return path;
        return null;
    }

    private static ExamQuestions Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static ExamQuestions Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ExamQuestions.Read(stream, "exam.jsonl");
    }

    private sealed class Dripping(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, piece));
    }
}
