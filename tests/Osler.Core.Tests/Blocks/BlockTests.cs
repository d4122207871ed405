using Osler.Core.Blocks;
using Osler.Core.Onnx;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Blocks;

public sealed class BlockTests
{
    public static TheoryData<Type> Types =>
        [
            .. typeof(Block)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(Block)) && !type.IsAbstract),
        ];

    [Theory, MemberData(nameof(Types))]
    public void Is_sealed_and_has_an_example_a_name_and_a_factory(Type type)
    {
        Assert.True(type.IsSealed);
        Assert.Contains(All(), at => at.Block.GetType() == type);
        var block = All().First(at => at.Block.GetType() == type).Block;
        Assert.Equal(
            type.Name,
            string.Concat(
                BlockNames.Of(block).Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])
            )
        );
        Assert.NotNull(typeof(Lego).GetMethods().FirstOrDefault(method => method.Name == type.Name));
    }

    /// <summary>An interpreter that forgot a block throws NotSupportedException here.</summary>
    [Theory, MemberData(nameof(Types))]
    public void Is_known_to_every_interpreter(Type type)
    {
        foreach (var at in All().Where(at => at.Block.GetType() == type))
        {
            var (block, input) = (at.Block, at.Input);
            Assert.Equal(at.Output, ShapeInference.Of(block, input));
            Assert.True(Parameters.Count(block, input) >= 0);
            Assert.True(Operations.MultiplyAdds(block, input) >= 0);
            Assert.Equal(block, BlockJson.Read(BlockJson.Write(block)));
            Assert.NotEmpty(OnnxGraph.Write(block, input, Examples.Weights(block, input)));
            Assert.Contains(
                BlockText.Of(block, input),
                Summary.Table(block, input),
                StringComparison.Ordinal
            );
            Assert.StartsWith("<svg", Drawing.Svg(block, input), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Equals_another_that_says_the_same()
    {
        Assert.Equal(Presets.LeNet5(), Presets.LeNet5());
        Assert.Equal(Presets.LeNet5().GetHashCode(), Presets.LeNet5().GetHashCode());
        Assert.NotEqual(Presets.LeNet5(), Presets.LeNet5(9));
        Assert.NotEqual(Sequence(("a", Dense(1))), Sequence(("b", Dense(1))));
        Assert.Equal(
            PiecewiseLinear([
                [0, 1],
            ]),
            PiecewiseLinear([
                [0, 1],
            ])
        );
        Assert.NotEqual(
            PiecewiseLinear([
                [0, 1],
            ]),
            PiecewiseLinear([
                [0, 2],
            ])
        );
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("dropout")]
    [InlineData("slope")]
    [InlineData("epsilon")]
    [InlineData("momentum")]
    [InlineData("stride")]
    [InlineData("members")]
    [InlineData("rate")]
    [InlineData("channels")]
    [InlineData("weight")]
    [InlineData("sigma")]
    [InlineData("bins")]
    public void Refuses_a_setting_out_of_range(string which) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            which switch
            {
                "dense" => Dense(0),
                "dropout" => Dropout(double.NaN),
                "slope" => LeakyRelu(-1),
                "epsilon" => LayerNorm(0),
                "momentum" => BatchNorm(momentum: 1.5),
                "stride" => Conv(1, 1, stride: (1, 0)),
                "members" => Members(Dense(1), 0),
                "rate" => StochasticDepth(1),
                "channels" => PadChannels(-1, 0),
                "weight" => Auxiliary(Dense(1), 0),
                "sigma" => Periodic(1, double.PositiveInfinity),
                _ => PiecewiseLinear(0),
            }
        );

    private static IEnumerable<ShapedBlock> All() =>
        Examples.All.SelectMany(example => ShapeInference.Annotate(example.Network, example.Input).All());
}
