using System.Collections.Immutable;
using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core;
using Osler.Core.Bundles;
using Osler.Imaging.Sources;
using Osler.Reports.ImageStudies;
using Osler.Reports.Pages;
using Osler.Serving;
using Osler.Studies;

namespace Osler.Cli.Commands;

/// <summary><c>osler evaluate BUNDLE --data IMAGES</c>: a bundle on other images, its thresholds frozen.</summary>
internal static class ImageEvaluating
{
    // Mistaken images that the page shows.
    private const int Shown = 24;

    public static void Run(Surroundings surroundings, BundleFolder bundle, string data, string? folder)
    {
        using var predictor = ImagePredictor.Open(bundle);
        var study = BundleStudy.Of(bundle);
        // Archives hold numbers; what these are called, the card knows in the same order.
        var named = study with
        {
            Images = (study.Images ?? new()) with
            {
                Names = [.. predictor.Card.Outcomes.Select(outcome => outcome.Name)],
            },
        };
        using var source = StudyImages.Open(named, data);
        var found = ImageEvaluation.Run(
            predictor,
            source,
            study.Data.Outcome,
            surroundings.Time,
            surroundings.Cancellation
        );
        foreach (var refused in found.Refused)
            surroundings.Error.WriteLine($"Refused {refused.Image}: {refused.Reason}");
        WarningText.Write(surroundings, found.Results);
        MeasureText.Write(surroundings.Output, found.Results);
        if (folder is not null)
            EvaluationFolder.Write(
                surroundings,
                folder,
                found.Results,
                Page(predictor, source, study.Data.Outcome, found)
            );
    }

    private static ReportPage Page(
        ImagePredictor predictor,
        IImageSource source,
        string outcome,
        ImageEvaluation found
    )
    {
        var card = predictor.Card;
        int k = card.Outcomes.Length;
        ImmutableArray<string> names = [.. card.Outcomes.Select(one => one.Name)];
        int[] ofEach = new int[k];
        for (int i = 0; i < found.Targets.Length; i++)
        {
            float target = found.Targets[i];
            if (predictor.Exclusive)
                ofEach[(int)target]++;
            else if (target == 1)
                ofEach[i % k]++;
        }
        var judged = new ImageJudged(
            outcome,
            names,
            predictor.Exclusive,
            found.Cases.Length,
            [.. ofEach],
            found.Results.Measures
        );
        if (predictor.Exclusive)
            judged = WithMistakes(judged, predictor, source, found);
        return ImageEvaluationReport.Page(
            card.Title,
            card.Question,
            [
                ("Images", source.Name),
                ("SHA-256", source.Fingerprint),
                ("In the source", Count(source.Count)),
                ("Part", (string?)found.Results.Data["part"] ?? "all"),
                ("Judged", Count(found.Cases.Length)),
                ("Refused", Count(found.Refused.Length)),
                ("Model", $"{card.Study}, {card.Network}"),
            ],
            judged,
            [.. found.Results.Warnings!],
            OslerVersion.Text
        );
    }

    private static ImageJudged WithMistakes(
        ImageJudged judged,
        ImagePredictor predictor,
        IImageSource source,
        ImageEvaluation found
    )
    {
        int k = judged.Names.Length;
        int[] matrix = new int[k * k];
        var mistaken = new List<(int Case, int Said, int Right, double Probability)>();
        for (int i = 0; i < found.Cases.Length; i++)
        {
            var row = found.Probabilities.AsSpan().Slice(i * k, k);
            int said = 0;
            for (int c = 1; c < k; c++)
                if (row[c] > row[said])
                    said = c;
            int right = (int)found.Targets[i];
            matrix[right * k + said]++;
            if (said != right)
                mistaken.Add((found.Cases[i], said, right, row[said]));
        }
        return judged with
        {
            // A matrix of hundreds of classes is read by nobody.
            Matrix = k <= 50 ? [.. matrix] : [],
            Mistaken =
            [
                .. mistaken
                    .OrderByDescending(one => one.Probability)
                    .Take(Shown)
                    .Select(one => new CaptionedPicture(
                        PreparedPicture.Of(predictor.Preprocessing, source.Read(one.Case)),
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{judged.Names[one.Said]} ({one.Probability:0.00}), is {judged.Names[one.Right]}"
                        ),
                        $"An image of {judged.Names[one.Right]} that was taken for {judged.Names[one.Said]}."
                    )),
            ],
        };
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
