using System.Collections.Immutable;
using System.Text.Json;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Core.Metrics;

namespace Osler.Core.Bundles;

/// <summary>Reads <c>card.json</c>.</summary>
internal static class CardReader
{
    public static Card Read(byte[] json, string where) =>
        StrictJson.Read(
            json,
            where,
            card => new Card
            {
                Study = card.RequiredText("study"),
                Title = card.RequiredText("title"),
                Question = card.RequiredText("question"),
                IntendedUse = card.RequiredText("intended_use"),
                NotFor = card.Texts("not_for"),
                Osler = card.RequiredText("osler"),
                Seed = card.RequiredLong("seed"),
                Outcomes = card.Objects(
                    "outcomes",
                    outcome => new CardOutcome(outcome.RequiredText("name"), outcome.RequiredText("label"))
                ),
                Inputs = card.Objects("inputs", Input),
                Images = card.Any("images") is { ValueKind: JsonValueKind.Object } images
                    ? StrictJson.Object(images, card.At("images"), Images)
                    : null,
                Genotypes = card.Any("genotypes") is { ValueKind: JsonValueKind.Object } genotypes
                    ? StrictJson.Object(genotypes, card.At("genotypes"), Genotypes)
                    : null,
                Text = card.Any("text") is { ValueKind: JsonValueKind.Object } text
                    ? StrictJson.Object(text, card.At("text"), Text)
                    : null,
                Questions = card.Any("questions") is { ValueKind: JsonValueKind.Object } questions
                    ? StrictJson.Object(questions, card.At("questions"), Questions)
                    : null,
                Reading = card.Any("reading") is { } reading
                    ? StrictJson.Object(reading, card.At("reading"), Reading)
                    : new(),
                OperatingPoints = card.Objects("operating_points", OperatingPoint),
                Data = StrictJson.Object(card.Required("data"), card.At("data"), Data),
                Network = card.RequiredText("network"),
                Members = card.Integer("members", null, 1),
                Measures = card.Objects("measures", Measure),
            }
        );

    private static CardInput Input(JsonFields input) =>
        new(input.RequiredText("name"), input.RequiredText("kind"))
        {
            From = input.Texts("from"),
            Unit = input.NullableText("unit"),
            Label = input.NullableText("label"),
            Levels = input.Texts("levels"),
            Low = input.NullableNumber("low"),
            High = input.NullableNumber("high"),
            DateFormat = input.Has("date_format") ? input.NullableText("date_format") : null,
            MayBeMissing = input.Flag("may_be_missing", fallback: false),
        };

    private static CardGenotypes Genotypes(JsonFields genotypes) =>
        new(genotypes.RequiredText("reference"), genotypes.RequiredText("naming"));

    private static CardImages Images(JsonFields images)
    {
        var sizes = images.List("input") ?? [];
        string where = images.At("input");
        int[] input = [.. sizes.Select(size => JsonFields.Integer(size, where, 1, 1 << 20))];
        return input.Length is 3 or 4
            ? new CardImages([.. input], images.Flag("exclusive", fallback: false))
            {
                Views = images.Has("views") ? images.NullableText("views") : null,
                Box = images.Has("box") && images.Flag("box", fallback: false),
            }
            : throw new RequestException("Must be [C, H, W] or [C, D, H, W].", where);
    }

    private static CardTexts Text(JsonFields text) =>
        new(
            text.Integer("length", null, 1, 100_000),
            text.Number("temperature", null, value => value > 0, "above 0"),
            text.Number("threshold", null, value => value is >= 0 and <= 1, "in [0, 1]"),
            text.RequiredText("rule")
        )
        {
            None = text.Has("none") ? text.NullableText("none") : null,
        };

    private static CardQuestions Questions(JsonFields questions) =>
        new(
            questions.Integer("options", null, 2, Texts.ExamQuestion.MostOptions),
            questions.Integer("length", null, 1, 100_000),
            questions.Number("temperature", null, value => value > 0, "above 0"),
            questions.Has("threshold")
                ? questions.Number("threshold", null, value => value is >= 0 and <= 1, "in [0, 1]")
                : 0,
            questions.Text("rule") ?? ""
        )
        {
            RightAnswers = questions.Any("right_answers") is { ValueKind: JsonValueKind.Object } answers
                ? RightAnswers(answers, questions.At("right_answers"))
                : null,
        };

    private static ImmutableSortedDictionary<string, int> RightAnswers(JsonElement answers, string where) =>
        answers
            .EnumerateObject()
            .ToImmutableSortedDictionary(
                answer => answer.Name,
                answer => JsonFields.Integer(answer.Value, $"{where}.{answer.Name}", 1, int.MaxValue),
                StringComparer.Ordinal
            );

    private static CardReading Reading(JsonFields reading) =>
        new()
        {
            Delimiter = reading.NullableText("delimiter"),
            DecimalComma = reading.Flag("decimal_comma", fallback: false),
            Encoding = reading.RequiredText("encoding"),
            Missing = reading.Texts("missing"),
        };

    private static CardOperatingPoint OperatingPoint(JsonFields point) =>
        new(
            point.RequiredText("name"),
            point.RequiredText("outcome"),
            point.RequiredNumber("threshold"),
            point.RequiredText("rule")
        );

    private static CardData Data(JsonFields data) =>
        new(
            data.RequiredText("source"),
            data.Objects(
                "parts",
                part => new CardPart(
                    part.RequiredText("name"),
                    part.RequiredCount("cases"),
                    part.Required("patients").ValueKind == JsonValueKind.Null
                        ? null
                        : part.RequiredCount("patients"),
                    part.RequiredCount("positives")
                )
            )
        )
        {
            Fingerprint = data.NullableText("fingerprint"),
            Simulated = data.Flag("simulated", fallback: false),
        };

    private static Measure Measure(JsonFields measure) =>
        new(
            measure.RequiredText("name"),
            measure.RequiredText("outcome"),
            measure.RequiredText("part"),
            measure.RequiredText("model"),
            new(
                measure.NullableNumber("value"),
                measure.NullableNumber("low"),
                measure.NullableNumber("high"),
                measure.Text("undefined")
            ),
            measure.RequiredCount("n"),
            measure.RequiredCount("positives"),
            measure.RequiredText("better") switch
            {
                "higher" => Better.Higher,
                "lower" => Better.Lower,
                "target" => Better.Target,
                _ => throw JsonFields.Wrong(
                    measure.At("better"),
                    "higher, lower or target",
                    measure.Required("better")
                ),
            },
            measure.Text("subgroup"),
            measure.Text("operating_point")
        );
}
