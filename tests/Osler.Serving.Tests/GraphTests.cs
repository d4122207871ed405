namespace Osler.Serving.Tests;

public sealed class GraphTests
{
    [Theory]
    [InlineData(new[] { -1, 4 }, new[] { -1, 3 }, true)]
    [InlineData(new[] { -1, 2, 4 }, new[] { -1, 2, 3 }, true)]
    [InlineData(new[] { -1, 5 }, new[] { -1, 3 }, false)]
    [InlineData(new[] { -1, 2, 4 }, new[] { -1, 3 }, false)]
    [InlineData(new[] { -1, 4 }, new[] { -1, 2, 3 }, false)]
    [InlineData(new[] { -1, 3, 4 }, new[] { -1, 2, 3 }, false)]
    [InlineData(new int[0], new[] { -1, 3 }, false)]
    public void A_box_has_four_edges_for_each_network(int[] box, int[] logits, bool isBox) =>
        Assert.Equal(isBox, Graph.IsBox(box, logits));
}
