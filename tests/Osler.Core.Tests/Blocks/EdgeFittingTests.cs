using Osler.Core.Blocks;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Blocks;

public sealed class EdgeFittingTests
{
    [Fact]
    public void Edges_are_the_quantiles_of_what_is_known() =>
        Assert.Equal(
            [1, 2, 3, 4, 5],
            EdgeFitting.Edges([5, 3, float.NaN, 1, 2, float.PositiveInfinity, 4], 4)
        );

    [Theory]
    [InlineData(new float[] { 0, 1, 1, 0, 1 })]
    [InlineData(new float[] { 2, 2, 2 })]
    [InlineData(new float[] { float.NaN })]
    [InlineData(new float[] { })]
    public void A_binary_constant_or_empty_feature_passes_as_it_is(float[] values) =>
        Assert.Empty(EdgeFitting.Edges(values, 8));

    [Fact]
    public void Equal_quantiles_are_merged() =>
        Assert.Equal([0, 1, 2], EdgeFitting.Edges([0, 0, 0, 0, 0, 0, 1, 2], 7));

    [Fact]
    public void Fits_every_block_that_sees_the_input_and_no_other()
    {
        float[][] columns =
        [
            [0, 1, 2],
            [0, 1, 0],
        ];
        var fitted = PiecewiseLinear([
            [0, 1, 2],
            [],
        ]);
        var network = Members(
            Sequence(
                Concat(PiecewiseLinear(2), Residual(Sequence(PiecewiseLinear(2), Dense(2)))),
                PiecewiseLinear(3)
            ),
            2
        );
        Assert.True(EdgeFitting.IsNeeded(network));
        Assert.Equal(
            Members(Sequence(Concat(fitted, Residual(Sequence(fitted, Dense(2)))), PiecewiseLinear(3)), 2),
            EdgeFitting.Fit(network, 2, i => columns[i])
        );
    }

    [Fact]
    public void Leaves_a_network_without_such_blocks_alone() =>
        Assert.Same(s_plain, EdgeFitting.Fit(s_plain, 2, _ => throw new InvalidOperationException()));

    [Fact]
    public void Ramps_follow_the_papers_formula()
    {
        // Edges -1, 0, 2; T = 2 bins. Below: first bin goes on below 0; above: last bin goes on above 1.
        var ramps = new PiecewiseLinear([
            [-1, 0, 2],
            [],
        ]).Ramps();
        Assert.Equal([-0.5f, 0, -1.5f], Encode(-1.5f));
        Assert.Equal([0.25f, 0, -0.75f], Encode(-0.75f));
        Assert.Equal([1, 0.5f, 1], Encode(1));
        Assert.Equal([1, 2, 4], Encode(4));

        float[] Encode(float x) =>
            [.. ramps.Select(ramp => Math.Min(Math.Max((x - ramp.Left) * ramp.Scale, ramp.Low), ramp.High))];
    }

    private static readonly Block s_plain = Dense(2);
}
