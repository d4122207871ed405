using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Learning.Training;
using Osler.Reports.Pages;
using Osler.Reports.Pictures;

namespace Osler.Studies;

/// <summary>What can be seen inside a network of convolutions: its first filters, and what they make of an image.</summary>
internal static class LookInside
{
    private const int Most = 64;

    /// <summary>Filters and maps; nothing where the network does not begin with a convolution of still images.</summary>
    /// <param name="model">The network; of an ensemble the first member is shown.</param>
    /// <param name="examples">The images.</param>
    /// <param name="shown">The case whose maps are shown.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    public static ImmutableArray<PictureSheet> Of(
        ImageModel model,
        ImageExamples examples,
        int shown,
        string device
    )
    {
        var (network, weights) = model.Network.First;
        if (examples.Input.Rank != 3 || Beginning(network) is not { } beginning)
            return [];
        var specs = Parameters.Of(beginning, examples.Input);
        var own = specs.ToDictionary(spec => spec.Name, spec => weights[spec.Name], StringComparer.Ordinal);
        float[] maps = Inference.Logits(beginning, own, examples, [shown], 1, device);
        Shape made = ShapeInference.Of(beginning, examples.Input);
        int area = made[1] * made[2];
        return
        [
            new PictureSheet(
                "Each filter looks for the small pattern that it shows: bright where it wants brightness, dark where it wants darkness.",
                Filters(own[specs.First(spec => spec.Shape.Rank == 4).Name]),
                Width: 56
            )
            {
                Heading = "Filters of the first layer",
            },
            new PictureSheet(
                "What each filter finds in one test image: bright where its pattern is.",
                [
                    new CaptionedPicture(Of(examples, shown), "the image", "The test image."),
                    .. Enumerable
                        .Range(0, Math.Min(Most, made[0]))
                        .Select(map => new CaptionedPicture(
                            Picture.Of(maps.AsSpan(map * area, area), made[1], made[2]),
                            "",
                            $"Map of filter {map + 1}."
                        )),
                ],
                Width: 72
            )
            {
                Heading = "Feature maps of the first layer",
            },
        ];
    }

    /// <summary>An image as the network gets it: of a volume the middle slice.</summary>
    public static Picture Of(ImageExamples examples, int @case)
    {
        Shape input = examples.Input;
        float[] values = new float[input.Values];
        examples.Inputs([@case], 0, training: false, values);
        int area = input[input.Rank - 2] * input[input.Rank - 1];
        if (input.Rank == 3)
            return Picture.Of(values.AsSpan(0, input[0] == 3 ? 3 * area : area), input[1], input[2]);
        return Picture.Of(values.AsSpan(input[1] / 2 * area, area), input[2], input[3]);
    }

    private static ImmutableArray<CaptionedPicture> Filters(TensorData weights)
    {
        int[] shape = [.. weights.Shape];
        int length = shape[1] * shape[2] * shape[3];
        int shown = (shape[1] == 3 ? 3 : 1) * shape[2] * shape[3];
        return
        [
            .. Enumerable
                .Range(0, Math.Min(Most, shape[0]))
                .Select(filter => new CaptionedPicture(
                    Picture.Of(weights.Values.AsSpan(filter * length, shown), shape[2], shape[3]),
                    "",
                    $"Filter {filter + 1}."
                )),
        ];
    }

    // The network up to its first convolution and the activation after it; its parts keep their names.
    private static Block? Beginning(Block block)
    {
        if (block is not Sequence { Parts: [var first, ..] parts })
            return null;
        if (first.Block is Sequence)
            return Beginning(first.Block) is { } inner
                ? Lego.Sequence(new Core.Blocks.Part(first.Name ?? "0", inner))
                : null;
        if (first.Block is not Conv)
            return null;
        int taken = 1;
        while (taken < parts.Count && parts[taken].Block is BatchNorm)
            taken++;
        if (taken < parts.Count && parts[taken].Block is Activation)
            taken++;
        return Lego.Sequence([.. parts.Take(taken)]);
    }
}
