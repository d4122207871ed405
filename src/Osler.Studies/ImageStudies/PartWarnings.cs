using Osler.Core.Faults;
using Osler.Core.Splits;
using Osler.Core.Words;
using Osler.Imaging.Sources;

namespace Osler.Studies;

/// <summary>What is odd in how images are divided into parts.</summary>
internal static class PartWarnings
{
    private const int MostNamed = 5;

    /// <summary>That the data set's own parts are mixed anew.</summary>
    public static IEnumerable<string> OfDivision(StudyFile study, IImageSource source)
    {
        if (study.Split is not SplitByPatients)
            yield break;
        var parts = Enumerable.Range(0, source.Count).Select(i => source.Case(i).Part).ToHashSet();
        if (parts.Contains(GivenPart.Train) && parts.Contains(GivenPart.Test))
            yield return $"{source.Name} has training and test parts of its own, which are mixed and divided anew at random; write split: given to keep them.";
    }

    /// <summary>The classes that no training image shows, and the findings that training knows only present or only absent.</summary>
    /// <exception cref="DataException">Nothing can be learnt: one class alone, or no finding of which both is known.</exception>
    public static IEnumerable<string> OfUnlearnt(IImageSource source, Split split)
    {
        int[] train = split.Rows(Part.Train);
        var labels = source.Labels;
        int[] present = labels.OfEach(train);
        if (labels.Kind == LabelKind.Classes)
        {
            if (present.Count(count => count > 0) == 1)
                throw new DataException(
                    $"All training images are of one class, '{labels.Names[Array.FindIndex(present, count => count > 0)]}': there is nothing to tell apart.",
                    source.Name,
                    "Check the labels, or divide the images in another way (split)."
                );
            int[] judged = labels.OfEach([.. split.Rows(Part.Validation), .. split.Rows(Part.Test)]);
            string[] unknown =
            [
                .. labels
                    .Names.Index()
                    .Where(name => present[name.Index] == 0)
                    .OrderByDescending(name => judged[name.Index])
                    .Select(name => $"'{name.Item}' ({Counted.Of(judged[name.Index], "image")} elsewhere)"),
            ];
            return unknown.Length == 0
                ? []
                :
                [
                    $"{Counted.Of(unknown.Length, "class has", "classes have")} no training image, so the model can't know {(unknown.Length == 1 ? "it" : "them")}: {Some.Of(unknown, MostNamed)}.",
                ];
        }
        int[] known = Known(labels, train);
        string[] onesided =
        [
            .. labels
                .Names.Index()
                .Where(name => present[name.Index] == 0 || present[name.Index] == known[name.Index])
                .Select(name =>
                    $"'{name.Item}' ({(known[name.Index] == 0 ? "never labelled" : present[name.Index] == 0 ? "never present" : "never absent")})"
                ),
        ];
        if (onesided.Length == labels.Names.Length)
            throw new DataException(
                $"No finding is both present and absent in training images: {Some.Of(onesided, MostNamed)}. There is nothing to learn.",
                source.Name,
                "Check the labels, or divide the images in another way (split)."
            );
        return onesided.Length == 0
            ? []
            :
            [
                $"{Counted.Of(onesided.Length, "finding is", "findings are")} not both present and absent in training images, so the model can't know {(onesided.Length == 1 ? "it" : "them")}: {Some.Of(onesided, MostNamed)}.",
            ];
    }

    private static int[] Known(ImageLabels labels, int[] cases)
    {
        int[] known = new int[labels.Names.Length];
        foreach (int index in cases)
        {
            var values = labels.Of(index);
            for (int k = 0; k < known.Length; k++)
                known[k] += float.IsNaN(values[k]) ? 0 : 1;
        }
        return known;
    }
}
