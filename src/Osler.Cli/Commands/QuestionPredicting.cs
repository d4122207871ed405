using System.Collections.Immutable;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Texts;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler predict BUNDLE questions.jsonl</c>: the ranked options of one question or of many.</summary>
internal static class QuestionPredicting
{
    private const string Stem = "stem";

    /// <summary>Predicts and writes.</summary>
    /// <param name="surroundings">Where answers and remarks go.</param>
    /// <param name="bundle">A bundle on questions.</param>
    /// <param name="inputs">Files of JSON lines, or <c>-</c>; none where the question is set.</param>
    /// <param name="settings">The question as <c>stem=…</c> and <c>LETTER=option</c>; empty where files are given.</param>
    /// <param name="form">How to write.</param>
    /// <param name="result">Where to; null for standard output.</param>
    /// <returns><see cref="ExitCode.BadData"/> where a question of several was refused or left out.</returns>
    /// <exception cref="RequestException">Both or neither, or a form that ranked options have not.</exception>
    /// <exception cref="DataException">The only question is refused, or a line is no question.</exception>
    public static ExitCode Run(
        Surroundings surroundings,
        BundleFolder bundle,
        string[] inputs,
        string[] settings,
        AnswerForm form,
        string? result
    )
    {
        if (form == AnswerForm.Csv)
            throw new RequestException(
                "Ranked options are written as text or JSON.",
                result,
                "Choose --json, or an --out that ends in .json."
            );
        using var predictor = QuestionPredictor.Open(bundle);
        var (questions, leftOut) = Questions(surroundings, inputs, settings);
        bool one = questions.Length == 1;
        var answers = new List<QuestionAnswer>();
        foreach (var (name, question) in questions)
        {
            try
            {
                answers.Add(new(name, predictor.Predict(question, one ? null : name), null));
            }
            catch (DataException fault) when (!one)
            {
                answers.Add(new(name, null, fault.What));
                surroundings.Error.WriteLine($"Refused {name}: {fault.What}");
            }
        }
        AnswerFile.Write(
            surroundings,
            result,
            output =>
            {
                if (form == AnswerForm.Json)
                    QuestionPredictionJson.Write(output, predictor, answers);
                else
                    QuestionPredictionText.Write(output, predictor, answers);
            }
        );
        return leftOut > 0 || answers.Any(answer => answer.Reason is not null)
            ? ExitCode.BadData
            : ExitCode.Done;
    }

    /// <summary>The questions that arguments mean, each with its place, and how many lines are left out.</summary>
    /// <param name="surroundings">Standard input, and where it is told what is left out.</param>
    /// <param name="inputs">As of <see cref="Run"/>.</param>
    /// <param name="settings">As of <see cref="Run"/>.</param>
    /// <exception cref="RequestException">Both, or settings that make no question.</exception>
    /// <exception cref="DataException">A line is no question.</exception>
    public static ((string Name, ExamQuestion Question)[] All, int LeftOut) Questions(
        Surroundings surroundings,
        string[] inputs,
        string[] settings
    ) =>
        settings.Length == 0 ? Read(surroundings, inputs.Length == 0 ? ["-"] : inputs)
        : inputs.Length == 0 ? ([("question", Set(settings))], 0)
        : throw new RequestException(
            "A question is set, and files are given too.",
            inputs[0],
            "Give one of the two."
        );

    private static ((string, ExamQuestion)[], int) Read(Surroundings surroundings, string[] inputs)
    {
        var all = new List<(string, ExamQuestion)>();
        int leftOut = 0;
        foreach (string input in inputs)
        {
            using Stream? standard = input == "-" ? surroundings.OpenInput() : null;
            var read = standard is null
                ? ExamQuestions.Read(input, answered: false)
                : ExamQuestions.Read(standard, "standard input", answered: false);
            foreach (long line in read.Ambiguous)
            {
                surroundings.Error.WriteLine(
                    $"Left out {TextLines.Where(read.Name, line)}: it has the same option twice."
                );
                leftOut++;
            }
            foreach (var question in read.Questions)
                all.Add((TextLines.Where(read.Name, question.Line), question));
        }
        return ([.. all], leftOut);
    }

    private static ExamQuestion Set(string[] settings)
    {
        string? stem = null;
        var options = ImmutableArray.CreateBuilder<string>();
        foreach (string setting in settings)
        {
            int at = setting.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || string.IsNullOrWhiteSpace(setting[(at + 1)..]))
                throw new RequestException(
                    "A question is set by its stem and its options.",
                    setting,
                    "Write --set \"stem=…\" --set \"A=…\" --set \"B=…\"."
                );
            string text = ReadText.Of(setting[(at + 1)..], setting[..at]).Text.Trim();
            if (setting[..at] is Stem or "question")
                stem = text;
            else
                options.Add(text);
        }
        return stem is not null && options.Count is >= 2 and <= ExamQuestion.MostOptions
            ? new ExamQuestion(stem, options.ToImmutable(), -1)
            : throw new RequestException(
                stem is null
                    ? "The question has no stem."
                    : $"The question has {options.Count} options; it takes 2 to {ExamQuestion.MostOptions}.",
                "--set",
                "Write --set \"stem=…\" --set \"A=…\" --set \"B=…\"."
            );
    }
}
