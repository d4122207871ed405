using System.Collections.Immutable;
using System.Text.Json;
using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;

namespace Osler.Imaging.Augmentation;

/// <summary>How training images are varied: steps in order.</summary>
/// <remarks>
/// Works on images as prepared, before they are normalised. Geometric steps are composed in their order to one map, by
/// which the image is resampled once; the photometric ones follow in theirs; steps that mix a batch come last.
/// </remarks>
/// <param name="Steps">The steps.</param>
public sealed record Augmentations(ImmutableArray<AugmentationStep> Steps)
{
    /// <summary>Nothing is varied.</summary>
    public static Augmentations None { get; } = new([]);

    /// <summary>Reads steps: <c>["flip", {"augment": "rotate", "degrees": 10}]</c>.</summary>
    /// <param name="steps">A JSON array.</param>
    /// <exception cref="RequestException">An unknown step or key, a value out of range, or steps that do not fit.</exception>
    public static Augmentations FromJson(JsonElement steps)
    {
        var read = new Augmentations(
            NamedRecords.Read<AugmentationStep>(
                steps,
                "augmentation",
                "[flip, {augment: rotate, degrees: 10}]"
            )
        );
        if (read.Steps.Count(step => step is Elastic) > 1)
            throw new RequestException("There are two elastic steps.", "augmentation", "Keep one.");
        if (read.Steps.Count(step => step is BatchStep) > 2)
            throw new RequestException(
                "More than two steps mix the cases of a batch.",
                "augmentation",
                "Keep one mixup and one cutmix; each batch gets one of them."
            );
        return read;
    }

    /// <summary>The steps as a JSON array that <see cref="FromJson"/> reads.</summary>
    public string ToJson() => NamedRecords.Write(Steps);

    /// <summary>Whether nothing is varied.</summary>
    public bool IsNone => Steps.IsEmpty;

    /// <summary>Draws what will happen to one case.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The pass over the data.</param>
    /// <param name="case">The case.</param>
    /// <param name="input">Shape as prepared: [C, H, W] or [C, D, H, W].</param>
    /// <returns>The same for the same arguments, whatever the threads do.</returns>
    public AugmentationDraw Draw(long seed, long epoch, long @case, Shape input)
    {
        var random = new KeyedRandom(seed, "augmentation", epoch, @case);
        var geometry = new Geometry(input[^2], input[^1], input.Rank == 4 ? input[1] : 1);
        var photometric = ImmutableArray.CreateBuilder<PhotometricDraw>();
        foreach (var step in Steps)
        {
            if (step is GeometricStep moves)
                moves.Draw(random, geometry);
            else if (step is PhotometricStep colours && colours.Draw(random) is { } drawn)
                photometric.Add(drawn);
        }
        return new AugmentationDraw(geometry, photometric.ToImmutable());
    }

    /// <summary>The shape that comes out, where a crop changes it.</summary>
    /// <param name="input">Shape as prepared: [C, H, W] or [C, D, H, W].</param>
    public Shape Output(Shape input) =>
        Steps.LastOrDefault(step => step is Crop or ShiftedCrop) switch
        {
            Crop crop => Sized(input, crop.Size),
            ShiftedCrop crop => Sized(input, crop.Size),
            _ => input,
        };

    /// <summary>Mixes the cases of a batch, where a step says so: of several, one is drawn.</summary>
    /// <param name="batch">The batch, after the images were varied one by one and normalised.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The pass over the data.</param>
    /// <param name="number">The batch in its epoch.</param>
    public void Mix(ImageBatch batch, long seed, long epoch, long number)
    {
        BatchStep[] mixing = [.. Steps.OfType<BatchStep>()];
        if (mixing.Length == 0)
            return;
        var random = new KeyedRandom(seed, "mixing a batch", epoch, number);
        mixing[random.Next(mixing.Length)].Apply(batch, random);
    }

    private static Shape Sized(Shape input, Size size) =>
        input.Rank == 4 ? [input[0], input[1], size.Height, size.Width] : [input[0], size.Height, size.Width];
}
