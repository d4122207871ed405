using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Imaging.Boxes;
using Osler.Reports.Pages;
using Osler.Reports.Pictures;

namespace Osler.Studies;

/// <summary>Test images with the boxes that they have and the boxes that the network gives them.</summary>
internal static class LocatedPictures
{
    private const int Shown = 24;

    private static readonly (byte, byte, byte) s_truth = (60, 220, 90);
    private static readonly (byte, byte, byte) s_head = (230, 50, 50);
    private static readonly (byte, byte, byte) s_activation = (70, 140, 255);

    /// <summary>The sheet; null where no place was judged.</summary>
    public static PictureSheet? Of(FinishedImageRun run)
    {
        var located = run.Judgement.Located;
        if (located.IsEmpty)
            return null;
        int[] cases = run.Judgement.Cases;
        int step = Math.Max(1, cases.Length / Shown);
        var pictures = ImmutableArray.CreateBuilder<CaptionedPicture>();
        for (int i = 0; i < cases.Length && pictures.Count < Shown; i += step)
        {
            using var planes = run.Examples.Prepared(cases[i]);
            var frame = ImageFrame.Of(planes);
            List<DrawnBox> boxes =
            [
                .. run.Data.Source.Boxes(cases[i]).Select(box => Drawn(frame, box, s_truth)),
                .. located.Select(one => Drawn(frame, one.First[i], ColourOf(one.Model))),
            ];
            string name = run.Data.Labels.Names[run.Predicted(i).Class];
            pictures.Add(
                new CaptionedPicture(
                    BoxPicture.Of(
                        PreparedPicture.Of(planes),
                        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(boxes)
                    ),
                    name,
                    $"A test image that was taken for {name}, with boxes."
                )
            );
        }
        return new PictureSheet(
            "Test images with the true box (green)"
                + (located.Any(one => one.Model == "network") ? ", the localisation head's (red)" : "")
                + (
                    located.Any(one => one.Model != "network")
                        ? ", that of the class activation map (blue)"
                        : ""
                )
                + ", and what each was taken for.",
            pictures.ToImmutable(),
            Width: 128
        )
        {
            Heading = "Where it is",
        };
    }

    private static DrawnBox Drawn(ImageFrame frame, PixelBox box, (byte, byte, byte) colour)
    {
        var place = frame.Prepared(box);
        return new(place.Top, place.Left, place.Bottom, place.Right, colour);
    }

    private static (byte, byte, byte) ColourOf(string model) => model == "network" ? s_head : s_activation;
}
