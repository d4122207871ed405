using Osler.Core.Blocks;
using Osler.Core.Faults;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Blocks;

public sealed class ParametersTests
{
    [Fact]
    public void Are_named_as_torchvision_names_a_residual_block()
    {
        var body = Sequence(
            ("conv1", Conv(8, 3, 2, 1, bias: false)),
            ("bn1", BatchNorm()),
            Relu(),
            ("conv2", Conv(8, 3, padding: 1, bias: false)),
            ("bn2", BatchNorm())
        );
        var block = Sequence(
            ("", Residual(("", body), ("downsample", Sequence(Conv(8, 1, 2, bias: false), BatchNorm())))),
            Relu()
        );
        Assert.Equal(
            [
                "layer1.0.conv1.weight",
                "layer1.0.bn1.weight",
                "layer1.0.bn1.bias",
                "layer1.0.bn1.running_mean",
                "layer1.0.bn1.running_var",
                "layer1.0.conv2.weight",
                "layer1.0.bn2.weight",
                "layer1.0.bn2.bias",
                "layer1.0.bn2.running_mean",
                "layer1.0.bn2.running_var",
                "layer1.0.downsample.0.weight",
                "layer1.0.downsample.1.weight",
                "layer1.0.downsample.1.bias",
                "layer1.0.downsample.1.running_mean",
                "layer1.0.downsample.1.running_var",
            ],
            Parameters.Of(Sequence(("layer1", Sequence(block))), [4, 8, 8]).Select(spec => spec.Name)
        );
    }

    [Fact]
    public void Of_members_stand_side_by_side() =>
        Assert.Equal(
            ["members.0.weight", "members.0.bias", "members.1.weight", "members.1.bias"],
            Parameters.Of(Members(Dense(1), 2), [3]).Select(spec => spec.Name)
        );

    [Fact]
    public void Running_statistics_are_not_trained_and_not_counted()
    {
        Assert.Equal(
            [true, true, false, false],
            Parameters.Of(BatchNorm(), [5]).Select(spec => spec.Trainable)
        );
        Assert.Equal(10, Parameters.Count(BatchNorm(), [5]));
    }

    [Fact]
    public void Count_grows_with_groups_kernels_and_rows_as_on_paper()
    {
        // 6 x (4 / 2) x 3 x 5 weights, no bias.
        Assert.Equal(180, Parameters.Count(Conv(6, (3, 5), groups: 2, bias: false), [4, 9, 9]));
        // Rows share the weights: 3 x 4 + 3.
        Assert.Equal(15, Parameters.Count(Dense(3), [7, 4]));
        Assert.Equal(12, Parameters.Count(Periodic(3), [4]));
    }

    [Fact]
    public void Of_one_name_are_refused() =>
        Assert.Equal(
            "network: Two parameters would be named 'weight'. Give the parts different names; only one part in a row may have the empty name.",
            Assert
                .Throws<RequestException>(() => Parameters.Of(Sequence(("", Dense(2)), ("", Dense(2))), [2]))
                .Message
        );

    [Fact]
    public void Multiply_adds_count_dense_and_convolution_alone()
    {
        // 7 rows x 4 inputs x 3 units.
        Assert.Equal(84, Operations.MultiplyAdds(Dense(3), [7, 4]));
        // 6 channels x 4 x 4 places x 2 channels seen x 3 x 3.
        Assert.Equal(1728, Operations.MultiplyAdds(Conv(6, 3, groups: 2), [4, 6, 6]));
        Assert.Equal(0, Operations.MultiplyAdds(Sequence(BatchNorm(), Relu(), MaxPool(2)), [4, 6, 6]));
    }
}
