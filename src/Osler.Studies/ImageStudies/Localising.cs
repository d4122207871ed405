using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Metrics;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Boxes;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>Where a network sees what it names.</summary>
/// <param name="Model"><c>network</c>: its own head; <c>class_activation</c>: from its class activation maps.</param>
/// <param name="First">[cases]: the box of the surest guess, in pixels as read.</param>
/// <param name="Wrong">[cases]: whether no guess has both class and place right; null where the image has no box.</param>
internal sealed record Located(string Model, ImmutableArray<PixelBox> First, ImmutableArray<bool?> Wrong)
{
    /// <summary>The localisation error of the challenge of 2012 (<see cref="FlatError"/>), with Wilson's interval.</summary>
    public Measure Error(string outcome, string part) => FlatError.Measured(Wrong, outcome, part, Model);
}

/// <summary>Judges the places of judged images, where their boxes are known.</summary>
internal static class Localising
{
    // Cases whose maps are in memory together.
    private const int AtOnce = 256;

    /// <summary>Places by each way that the network has; empty where the source has no boxes or the network no way.</summary>
    /// <param name="model">The network.</param>
    /// <param name="examples">The images.</param>
    /// <param name="judgement">Their probabilities; of classes.</param>
    /// <param name="names">How many classes.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    public static ImmutableArray<Located> Of(
        ImageModel model,
        ImageExamples examples,
        ImageJudgement judgement,
        int names,
        string device
    )
    {
        if (!examples.Source.HasBoxes || examples.Input.Rank != 3)
            return [];
        int[] cases = judgement.Cases;
        var guessed = new int[cases.Length][];
        for (int i = 0; i < cases.Length; i++)
            guessed[i] = FlatError.Surest(judgement.Probabilities[(i * names)..((i + 1) * names)]);
        var found = ImmutableArray.CreateBuilder<Located>();
        var frames = new ImageFrame[cases.Length];
        Parallel.For(
            0,
            cases.Length,
            i =>
            {
                using var planes = examples.Prepared(cases[i]);
                frames[i] = ImageFrame.Of(planes);
            }
        );
        if (model.Boxes(examples, cases, device) is { } boxes)
            found.Add(Judged("network", examples, cases, guessed, (i, _) => frames[i].AsRead(boxes[i])));
        if (ByActivation(model, examples, cases, guessed, device) is { } places)
            found.Add(
                Judged(
                    "class_activation",
                    examples,
                    cases,
                    guessed,
                    (i, guess) => frames[i].AsRead(places[i][guess])
                )
            );
        return found.ToImmutable();
    }

    private static Located Judged(
        string model,
        ImageExamples examples,
        int[] cases,
        int[][] guessed,
        Func<int, int, PixelBox> place
    )
    {
        var first = new PixelBox[cases.Length];
        var wrong = new bool?[cases.Length];
        for (int i = 0; i < cases.Length; i++)
        {
            Guess[] guesses = [.. guessed[i].Select((of, guess) => new Guess(of, place(i, guess)))];
            first[i] = guesses[0].Box!.Value;
            wrong[i] = FlatError.OfPlace(
                guesses,
                examples.Source.Labels.Class(cases[i])!.Value,
                examples.Source.Boxes(cases[i]).AsSpan()
            );
        }
        return new(model, [.. first], [.. wrong]);
    }

    // [cases][guesses], in the prepared image; null where the network does not end in means of its channels.
    private static Box[][]? ByActivation(
        ImageModel model,
        ImageExamples examples,
        int[] cases,
        int[][] guessed,
        string device
    )
    {
        var (network, weights) = model.Network.First;
        if (ActivationMaps.Of(network) is not { } maps)
            return null;
        var made = ShapeInference.Of(maps, examples.Input);
        var own = ActivationMaps.Weights(maps, examples.Input, weights);
        var places = new Box[cases.Length][];
        int area = made[1] * made[2];
        for (int start = 0; start < cases.Length; start += AtOnce)
        {
            int[] some = cases[start..Math.Min(cases.Length, start + AtOnce)];
            float[] values = Inference.Logits(maps, own, examples, some, device: device);
            Parallel.For(
                0,
                some.Length,
                i =>
                    places[start + i] = [
                        .. guessed[start + i]
                            .Select(k =>
                                ActivationBox.Of(
                                    values.AsSpan((i * made[0] + k) * area, area),
                                    made[1],
                                    made[2],
                                    examples.Input[1],
                                    examples.Input[2]
                                )
                            ),
                    ]
            );
        }
        return places;
    }
}
