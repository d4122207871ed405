using Osler.Imaging.Sources;

namespace Osler.Imaging.Tests.Sources;

public sealed class ImageLabelsTests
{
    [Fact]
    public void Classes_are_counted_where_they_are_known()
    {
        var labels = new ImageLabels(LabelKind.Classes, ["a", "b", "c"], [2, 0, float.NaN, 2, 2]);
        Assert.Equal([1, 0, 3], labels.OfEach(Enumerable.Range(0, 5)));
        Assert.Equal([1, 0, 1], labels.OfEach([3, 2, 1]));
        Assert.Equal([true, true, false, true, true], Enumerable.Range(0, 5).Select(labels.IsKnown));
    }

    [Fact]
    public void A_finding_counts_where_it_is_present_and_a_case_is_known_by_any_of_them()
    {
        const float unknown = float.NaN;
        var labels = new ImageLabels(
            LabelKind.Findings,
            ["a", "b"],
            [1, 1, unknown, 0, unknown, unknown, 1, 0]
        );
        Assert.Equal([2, 1], labels.OfEach(Enumerable.Range(0, 4)));
        Assert.Equal([true, true, false, true], Enumerable.Range(0, 4).Select(labels.IsKnown));
    }
}
