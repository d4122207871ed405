using Osler.Core.Blocks;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Blocks;

public sealed class SummaryTests
{
    [Fact]
    public void Shows_each_block_its_output_and_its_cost() =>
        Assert.Equal(
            """
            Place  Block                     Output        Parameters  Multiply-adds
                   input                     [1, 28, 28]
                   sequence                  [10]
              0    conv 6, 5 x 5, padding 2  [6, 28, 28]          156        117,600
              1    relu                      [6, 28, 28]
              2    max pool 2 x 2            [6, 14, 14]
              3    conv 16, 5 x 5            [16, 10, 10]       2,416        240,000
              4    relu                      [16, 10, 10]
              5    max pool 2 x 2            [16, 5, 5]
              6    flatten                   [400]
              7    dense 120                 [120]             48,120         48,000
              8    relu                      [120]
              9    dense 84                  [84]              10,164         10,080
              10   relu                      [84]
              11   dense 10                  [10]                 850            840

            61,706 trained parameters, 416,520 multiply-adds a case

            """,
            Summary.Table(Presets.LeNet5(), [1, 28, 28])
        );

    [Fact]
    public void Shows_one_member_and_counts_all() =>
        Assert.Equal(
            """
            Place         Block               Output  Parameters  Multiply-adds
                          input               [2]
                          members 3 networks  [3, 1]
              members.0   residual            [1]
                body      sequence            [1]
                  0       batch norm          [2]              4
                  1       dense 1, no bias    [1]              2              2
                shortcut  dense 1, no bias    [1]              2              2

            24 trained parameters, 12 running statistics, 12 multiply-adds a case

            """,
            Summary.Table(
                Members(Residual(Sequence(BatchNorm(), Dense(1, bias: false)), Dense(1, bias: false)), 3),
                [2]
            )
        );

    [Theory]
    [InlineData("conv", "conv 4, 3 x 5, stride 2 x 1, padding 1 x 2, dilation 1 x 2, 2 groups, no bias")]
    [InlineData("max pool", "max pool 3 x 3, stride 2, padding 1, rounded up")]
    [InlineData(
        "average pool uncounted",
        "average pool 3 x 3, stride 2, padding 1, rounded up, padding not counted"
    )]
    [InlineData("adaptive average pool", "adaptive average pool to 3 x 2")]
    [InlineData("batch norm", "batch norm epsilon 0.001")]
    [InlineData("leaky relu", "leaky relu slope 0.2")]
    [InlineData("piecewise linear", "piecewise linear 4 ramps")]
    [InlineData("densely connected", "densely connected 2 layers")]
    public void Tells_settings_that_differ_from_the_usual(string name, string text) =>
        Assert.Equal(text, BlockText.Of(Examples.Named(name).Network));
}
