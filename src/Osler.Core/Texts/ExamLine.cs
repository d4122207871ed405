using System.Collections.Immutable;
using System.Text.Json;
using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Core.Texts;

/// <summary>One question as a line of JSON, as MedQA, MedMCQA and PubMedQA are passed on.</summary>
/// <remarks>
/// <para><c>question</c> is the stem; <c>options</c> an object of letters and texts, or a list of texts; <c>answer_idx</c> the right
/// option's letter (of a list its index from 0), <c>answer</c> its text, and where both are there they must agree.
/// <c>meta_info</c> or <c>subject_name</c> is the kind. Jin et al., Appl. Sci. 11(14), 2021, doi:10.3390/app11146421 (MedQA); Pal et al., CHIL 2022,
/// arXiv:2203.14371 (MedMCQA).</para>
/// <para>PubMedQA's own lines have no options: <c>final_decision</c> is yes, no or maybe, and <c>context</c> (a text, a list of texts, or an object
/// with <c>contexts</c>) stands before the question. Jin et al., EMNLP 2019, doi:10.18653/v1/D19-1259.</para>
/// <para>Other keys are passed over: rationales and phrases are no part of the question.</para>
/// </remarks>
public static class ExamLine
{
    /// <summary>The most bytes of a line.</summary>
    public const int MostBytes = 1 << 20;

    private const string Remedy =
        "Each line is one object such as {\"question\": …, \"options\": {\"A\": …}, \"answer_idx\": \"A\"}.";

    private static readonly ImmutableArray<string> s_verdicts = ["yes", "no", "maybe"];
    private static readonly JsonDocumentOptions s_options = new()
    {
        MaxDepth = 16,
        AllowDuplicateProperties = false,
    };

    /// <summary>What a line holds.</summary>
    /// <param name="Question">The question.</param>
    /// <param name="Twice">Whether it has the same option twice.</param>
    /// <param name="Corrected">Whether a known slip in its kind was put right.</param>
    public readonly record struct Result(ExamQuestion Question, bool Twice, bool Corrected);

    /// <summary>Reads a line.</summary>
    /// <param name="bytes">UTF-8.</param>
    /// <param name="where">File and line, for messages.</param>
    /// <param name="line">1-based.</param>
    /// <param name="answered">Whether it has to say which option is right.</param>
    /// <exception cref="DataException">It is no JSON, or no question that can be asked.</exception>
    public static Result Read(ReadOnlyMemory<byte> bytes, string where, long line = 0, bool answered = true)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, s_options);
            return Read(document.RootElement, where, line, answered);
        }
        catch (JsonException fault)
        {
            string place = fault.BytePositionInLine is { } at
                ? FormattableString.Invariant($" (byte {at + 1})")
                : "";
            throw new DataException(
                fault.Message.Contains("duplicate", StringComparison.OrdinalIgnoreCase)
                    ? "A key of the question is there twice."
                    : $"This is no question in JSON, or it is cut off{place}.",
                where,
                Remedy,
                fault
            );
        }
        catch (InvalidOperationException fault)
        {
            // A text or a key with half a letter (a lone surrogate) in an escape.
            throw new DataException(
                "A text of the question holds half letters.",
                where,
                "Save it as UTF-8.",
                fault
            );
        }
    }

    private static Result Read(JsonElement root, string where, long line, bool answered)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Wrong("The line is no JSON object.", where);
        string stem = Text(root, "question", where);
        var (letters, options) =
            root.TryGetProperty("options", out var stated) ? Options(stated, where)
            : root.TryGetProperty("final_decision", out _) ? ([], s_verdicts)
            : throw Wrong("The question has no options.", where);
        if (root.TryGetProperty("context", out var context))
            stem = $"{Context(context, where)}\n{stem}";
        string? kind = Optional(root, "meta_info") ?? Optional(root, "subject_name");
        // A slip of the published file.
        bool slip = kind == "stfep2&3";
        int answer = Answer(root, letters, options, where);
        if (answer < 0 && answered)
            throw Wrong("The question does not say which option is right (answer_idx or answer).", where);
        var question = new ExamQuestion(Cleaned(stem, "question", where), options, answer, line)
        {
            Kind = slip ? "step2&3" : kind,
        };
        return new(question, options.Distinct(StringComparer.Ordinal).Count() < options.Length, slip);
    }

    private static (ImmutableArray<string> Letters, ImmutableArray<string> Options) Options(
        JsonElement stated,
        string where
    )
    {
        var letters = ImmutableArray.CreateBuilder<string>();
        var options = ImmutableArray.CreateBuilder<string>();
        switch (stated.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in stated.EnumerateObject())
                    Add(property.Name, property.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in stated.EnumerateArray())
                    Add(FormattableString.Invariant($"{letters.Count}"), item);
                break;
            default:
                throw Wrong(
                    "The options are neither an object of letters and texts nor a list of texts.",
                    where
                );
        }
        return options.Count >= 2
            ? (letters.ToImmutable(), options.ToImmutable())
            : throw Wrong($"The question has {options.Count} options; it takes two at least.", where);

        void Add(string letter, JsonElement value)
        {
            if (options.Count == ExamQuestion.MostOptions)
                throw Wrong($"The question has more than {ExamQuestion.MostOptions} options.", where);
            letters.Add(letter);
            options.Add(Cleaned(AsText(value, $"option {letter}", where), $"option {letter}", where));
        }
    }

    private static int Answer(
        JsonElement root,
        ImmutableArray<string> letters,
        ImmutableArray<string> options,
        string where
    )
    {
        int? byLetter = null;
        if (letters.IsEmpty)
            return Among(options, Text(root, "final_decision", where), "final_decision", where);
        if (root.TryGetProperty("answer_idx", out var index) && index.ValueKind != JsonValueKind.Null)
            byLetter = Among(
                letters,
                index.ValueKind == JsonValueKind.Number
                    ? index.GetRawText()
                    : AsText(index, "answer_idx", where),
                "answer_idx",
                where
            );
        if (Optional(root, "answer") is not { } text)
            return byLetter ?? -1;
        string answer = Cleaned(text, "answer", where);
        // The text names its option; of the same option twice, the letter's.
        if (byLetter is { } chosen)
            return options[chosen] == answer
                ? chosen
                : throw Wrong("answer and answer_idx name different options.", where);
        return Among(options, answer, "answer", where);
    }

    private static int Among(ImmutableArray<string> known, string given, string key, string where)
    {
        int at = known.IndexOf(given.Trim());
        return at >= 0
            ? at
            : throw new DataException(
                $"The {key} '{Cited.Start(given, 40)}' is none of the options.",
                where,
                $"It has to be one of: {string.Join(", ", known.Select(one => Cited.Start(one, 40)))}."
            );
    }

    private static string Context(JsonElement context, string where)
    {
        if (context.ValueKind == JsonValueKind.Object)
            return context.TryGetProperty("contexts", out var inner)
                ? Context(inner, where)
                : throw Wrong("The context has no contexts.", where);
        return context.ValueKind == JsonValueKind.Array
            ? string.Join('\n', context.EnumerateArray().Select(part => AsText(part, "context", where)))
            : AsText(context, "context", where);
    }

    private static string Text(JsonElement root, string key, string where) =>
        root.TryGetProperty(key, out var value)
            ? AsText(value, key, where)
            : throw Wrong($"The question has no '{key}'.", where);

    private static string AsText(JsonElement value, string key, string where) =>
        value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Wrong($"'{key}' is no text.", where);

    private static string? Optional(JsonElement root, string key) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string Cleaned(string text, string key, string where) =>
        string.IsNullOrWhiteSpace(text)
            ? throw Wrong($"'{key}' is empty.", where)
            : ReadText.Of(text, where).Text.Trim();

    private static DataException Wrong(string what, string where) => new(what, where, Remedy);
}
