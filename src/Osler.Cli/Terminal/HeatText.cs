using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Words;
using Osler.Serving;

namespace Osler.Cli.Terminal;

/// <summary>Where an image's evidence lies, for a reader at a terminal.</summary>
internal static class HeatText
{
    public static void Write(
        TextWriter output,
        ImagePredictor predictor,
        Prediction prediction,
        int[] explained,
        ImmutableArray<HeatMap> maps
    )
    {
        output.WriteLine(predictor.Card.Question);
        output.WriteLine();
        int width = explained.Max(k => prediction.Outcomes[k].Label.Length);
        foreach (var (k, map) in explained.Zip(maps))
        {
            var outcome = prediction.Outcomes[k];
            output.WriteLine(
                $"  {outcome.Label.PadRight(width)}  {PerCent.Of(outcome.Probability), 7}  {Place(map)}"
            );
        }
        output.WriteLine();
        output.WriteLine(Method(maps[0].Method));
        PredictionText.WriteMeaning(output, predictor.Card, null);
    }

    public static string Slug(HeatMethod method) =>
        method == HeatMethod.ClassActivation ? "class_activation" : "occlusion";

    public static string Method(HeatMethod method) =>
        method == HeatMethod.ClassActivation
            ? "Class activation maps: how much each place of the network's last feature maps adds to the log-odds. The mean over all places, plus a constant, is the network's answer."
            : "Occlusion: how far the log-odds fall when a patch of an eighth of each side is covered by the image's mean.";

    private static string Place(HeatMap map)
    {
        var (row, column) = map.Peak();
        float strongest = map.Values.Max();
        return strongest <= 0
            ? "no place speaks for it"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"strongest {100 * row:0} % from the top, {100 * column:0} % from the left{(map.Sizes.Length == 3 ? $", slice {map.Slice + 1} of {map.Sizes[0]}" : "")} ({strongest:+0.00})"
            );
    }
}
