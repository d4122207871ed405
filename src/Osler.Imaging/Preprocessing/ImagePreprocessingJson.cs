using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Preprocessing;

/// <summary>The <c>preprocessing.json</c> of a network that reads images: written in one form, read with distrust.</summary>
internal static class ImagePreprocessingJson
{
    private const int Format = 1;
    private const string File = "preprocessing.json";

    public static string Write(ImagePreprocessing preprocessing)
    {
        var expects = preprocessing.Expects;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("kind", "image");
            Integers(json, "output", preprocessing.Output);
            json.WritePropertyName("steps");
            json.WriteRawValue(NamedRecords.Write(preprocessing.Steps));
            json.WriteStartObject("expects");
            json.WriteNumber("images", expects.Images);
            json.WriteBoolean("grey", expects.Grey);
            json.WriteBoolean("colour", expects.Colour);
            Integers(json, "smallest", expects.Smallest);
            Integers(json, "largest", expects.Largest);
            if (expects.Used is { } used)
                json.WriteNumber("used", used);
            json.WriteStartArray("ranges");
            foreach (var range in expects.Ranges)
            {
                json.WriteStartObject();
                json.WriteNumber("low", range.Low);
                json.WriteNumber("high", range.High);
                if (range.Unit is not null)
                    json.WriteString("unit", range.Unit);
                if (range.IsOwn)
                    json.WriteBoolean("own", true);
                if (range.IsGuessed)
                    json.WriteBoolean("guessed", true);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static ImagePreprocessing Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes.ToArray(), new() { MaxDepth = 16 });
            return Read(document.RootElement);
        }
        catch (Exception fault)
            when (fault
                    is JsonException
                        or RequestException
                        or FormatException
                        or InvalidOperationException
                        or ArgumentException
            )
        {
            throw new DataException(
                $"The file can't be read: {fault.Message}",
                File,
                "It is damaged, or of a later version; take the bundle from its source again.",
                fault
            );
        }
    }

    private static ImagePreprocessing Read(JsonElement root)
    {
        var fields = new JsonFields(root, File);
        int format = fields.Integer("format", null, 1);
        if (format > Format)
            throw new FormatException($"format {format} is later than this version's, {Format}");
        if (fields.Text("kind") is not "image")
            throw new FormatException("it is not for images");
        var output = Sizes(fields, "output");
        if (output.Length is not (3 or 4) || output[0] is not (1 or 3))
            throw new FormatException("output is no [C, H, W] or [C, D, H, W] of 1 or 3 channels");
        var steps = NamedRecords.Read<ImageStep>(fields.Required("steps"), "steps", "a list of steps");
        if (steps.Any(step => step is Normalise { IsToLearn: true }))
            throw new FormatException("a step has not learnt what it must");
        var expects = Expects(new JsonFields(fields.Required("expects"), $"{File}.expects"));
        fields.Finish();
        if (expects.Axes != output.Length - 1)
            throw new FormatException("output and expects are not of the same number of axes");
        (steps.LastOrDefault() as Normalise)?.Require(output[0], steps.Any(step => step is Scale));
        if (steps.Take(steps.Length - 1).Any(step => step is Normalise))
            throw new FormatException("normalise is not the last step");
        return new ImagePreprocessing(steps, new Shape(output), expects);
    }

    private static ImageExpectation Expects(JsonFields fields)
    {
        int images = fields.Integer("images", null, 1);
        bool grey = fields.Flag("grey", false);
        bool colour = fields.Flag("colour", false);
        var smallest = Sizes(fields, "smallest");
        var largest = Sizes(fields, "largest");
        double used = fields.Number("used", double.NaN, value => value is >= 0 and <= 1, "from 0 to 1");
        var ranges = ImmutableArray.CreateBuilder<SampleRange>();
        foreach (var item in fields.List("ranges") ?? [])
        {
            var range = new JsonFields(item, fields.At("ranges"));
            double low = range.Number("low", null, value => Math.Abs(value) <= float.MaxValue, "in float32");
            double high = range.Number(
                "high",
                null,
                value => value > low && value <= float.MaxValue,
                "above low"
            );
            ranges.Add(
                new SampleRange((float)low, (float)high, range.Text("unit"))
                {
                    IsOwn = range.Flag("own", false),
                    IsGuessed = range.Flag("guessed", false),
                }
            );
            range.Finish();
        }
        fields.Finish();
        if (ranges.Count == 0 || !(grey || colour))
            throw new FormatException("expects names no range, or neither grey nor colour");
        if (smallest.Length is not (2 or 3) || largest.Length != smallest.Length)
            throw new FormatException("expects names no sizes of 2 or 3 axes");
        return new(images, grey, colour, smallest.Length, ranges.ToImmutable(), smallest, largest)
        {
            Used = double.IsNaN(used) ? null : used,
        };
    }

    private static ImmutableArray<int> Sizes(JsonFields fields, string key) =>
        [
            .. (fields.List(key) ?? []).Select(
                (value, i) =>
                    JsonFields.Integer(
                        value,
                        string.Create(CultureInfo.InvariantCulture, $"{fields.At(key)}[{i}]"),
                        1,
                        int.MaxValue
                    )
            ),
        ];

    private static void Integers(Utf8JsonWriter json, string key, IEnumerable<int> values)
    {
        json.WriteStartArray(key);
        foreach (int value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
