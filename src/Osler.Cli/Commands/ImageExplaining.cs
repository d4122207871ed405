using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Osler.Cli.Terminal;
using Osler.Core;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Words;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;
using Osler.Reports.ImageStudies;
using Osler.Reports.Pages;
using Osler.Reports.Pictures;
using Osler.Serving;
using Osler.Studies;

namespace Osler.Cli.Commands;

/// <summary><c>osler explain BUNDLE IMAGE</c>: where in an image the evidence for a prediction lies.</summary>
internal static class ImageExplaining
{
    // Outcomes that are explained where none is named.
    private const int Most = 3;

    /// <summary>Explains one image.</summary>
    /// <param name="surroundings">Where answers and remarks go.</param>
    /// <param name="bundle">A bundle on images.</param>
    /// <param name="input">One image file.</param>
    /// <param name="outcome">Which outcome; null: the most probable ones.</param>
    /// <param name="file">Where to write a picture, JSON or a page; null for none.</param>
    /// <exception cref="RequestException">No image, no such outcome, or an ending that none has.</exception>
    /// <exception cref="DataException">The image is refused.</exception>
    public static void Run(
        Surroundings surroundings,
        BundleFolder bundle,
        string? input,
        string? outcome,
        string? file
    )
    {
        if (input is null or "-")
            throw new RequestException(
                "There is no image to explain.",
                remedy: "Name an image file: osler explain BUNDLE IMAGE"
            );
        string form = Path.GetExtension(file ?? ".png").ToLowerInvariant();
        if (form is not (".png" or ".json" or ".html"))
            throw new RequestException(
                "The heat map can be written as .png, .json or .html.",
                file,
                "Choose one of these endings."
            );
        using var predictor = ImagePredictor.Open(bundle);
        using var files = ImageFiles.Open(input);
        if (files.Count != 1)
            throw new RequestException(
                $"There are {files.Count} images; one is explained.",
                input,
                "Name one file."
            );
        var image = files.Read(0, predictor.Target);
        var prediction = predictor.Predict(image, files.Name(0));
        int[] explained = Explained(predictor, prediction, outcome);
        float[] prepared = new float[predictor.Preprocessing.Length];
        predictor.Preprocessing.Apply(image, prepared, files.Name(0));
        var maps = HeatMaps.Of(predictor, prepared, explained);
        HeatText.Write(surroundings.Output, predictor, prediction, explained, maps);
        if (file is null)
            return;
        switch (form)
        {
            case ".json":
                Durable.WriteFile(file, stream => WriteJson(stream, predictor, prediction, explained, maps));
                break;
            case ".html":
                string page = HtmlReport.Render(Page(predictor, image, prediction, explained, maps));
                Durable.WriteFile(file, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
                break;
            default:
                var pictures = Pictures(predictor, image, maps);
                byte[] png = Png.Write(Mosaic.Of([.. pictures], pictures.Count, least: 224));
                Durable.WriteFile(file, stream => stream.Write(png));
                break;
        }
        surroundings.Error.WriteLine($"Wrote {file}.");
    }

    private static int[] Explained(ImagePredictor predictor, Prediction prediction, string? outcome)
    {
        string[] names = [.. predictor.Card.Outcomes.Select(one => one.Name)];
        if (outcome is null)
            return
            [
                .. Enumerable
                    .Range(0, names.Length)
                    .OrderByDescending(k => prediction.Outcomes[k].Probability)
                    .Take(Most),
            ];
        int place = Array.IndexOf(names, outcome);
        return place >= 0
            ? [place]
            : throw new RequestException(
                $"The model has no outcome '{outcome}'.",
                "--outcome",
                NearestName.Hint(outcome, names)
            );
    }

    // The image, then its heat maps, all on one scale; of a volume each map's strongest slice.
    private static List<Picture> Pictures(
        ImagePredictor predictor,
        IImage image,
        ImmutableArray<HeatMap> maps
    )
    {
        float limit = maps.Max(map => map.Values.Max(Math.Abs));
        int depth = predictor.Preprocessing.Output.Rank == 4 ? predictor.Preprocessing.Output[1] : 1;
        int Slice(HeatMap map) => map.Sizes.Length == 3 ? (int)((map.Slice + 0.5) * depth / map.Sizes[0]) : 0;
        using var planes = predictor.Preprocessing.Prepare(image);
        var pictures = new List<Picture> { PreparedPicture.Of(planes, Slice(maps[0])) };
        foreach (var map in maps)
        {
            var under = PreparedPicture.Of(planes, Slice(map));
            pictures.Add(HeatPicture.Of(under, map.Over(under.Height, under.Width, map.Slice), limit));
        }
        return pictures;
    }

    private static ReportPage Page(
        ImagePredictor predictor,
        IImage image,
        Prediction prediction,
        int[] explained,
        ImmutableArray<HeatMap> maps
    )
    {
        var pictures = Pictures(predictor, image, maps);
        return ImageExplanationReport.Page(
            predictor.Card.Title,
            predictor.Card.Question,
            [
                .. explained.Select(k => new KeyFigure(
                    prediction.Outcomes[k].Label,
                    PerCent.Of(prediction.Outcomes[k].Probability),
                    null,
                    null
                )),
            ],
            [
                new CaptionedPicture(pictures[0], "the image", "The image as the network gets it."),
                .. explained.Select(
                    (k, i) =>
                        new CaptionedPicture(
                            pictures[i + 1],
                            prediction.Outcomes[k].Label,
                            $"Heat map of {prediction.Outcomes[k].Label}."
                        )
                ),
            ],
            HeatText.Method(maps[0].Method),
            OslerVersion.Text
        );
    }

    private static void WriteJson(
        Stream stream,
        ImagePredictor predictor,
        Prediction prediction,
        int[] explained,
        ImmutableArray<HeatMap> maps
    )
    {
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("method", HeatText.Slug(maps[0].Method));
            writer.WriteString("unit", "log_odds");
            writer.WriteStartArray("input");
            foreach (int size in predictor.Preprocessing.Output)
                writer.WriteNumberValue(size);
            writer.WriteEndArray();
            writer.WriteStartArray("outcomes");
            foreach (var (k, map) in explained.Zip(maps))
            {
                writer.WriteStartObject();
                writer.WriteString("outcome", map.Outcome);
                writer.WriteNumber("probability", prediction.Outcomes[k].Probability);
                writer.WriteStartArray("sizes");
                foreach (int size in map.Sizes)
                    writer.WriteNumberValue(size);
                writer.WriteEndArray();
                writer.WriteStartArray("heat");
                foreach (float value in map.Values)
                    writer.WriteNumberValue(value);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }
}
