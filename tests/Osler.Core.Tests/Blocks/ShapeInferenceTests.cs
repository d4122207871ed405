using CsCheck;
using Osler.Core.Blocks;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Blocks;

public sealed class ShapeInferenceTests
{
    // Counted by hand on paper, one window after another.
    public static TheoryData<string, string> ByHand =>
        new()
        {
            { "sequence", "[2]" },
            { "residual", "[4]" },
            { "residual with shortcut", "[4, 3, 3]" },
            { "concat", "[7]" },
            { "concat of images", "[8, 5, 4]" },
            { "densely connected", "[7, 4, 4]" },
            { "heads", "[4]" },
            { "members", "[3, 2]" },
            { "members of images", "[2, 1]" },
            { "dense", "[3]" },
            { "dense on rows", "[5, 3]" },
            { "conv", "[4, 5, 7]" },
            { "conv of signals", "[2, 5]" },
            { "conv of volumes", "[2, 3, 1, 2]" },
            { "conv with padding same", "[3, 4, 4]" },
            { "gate", "[4, 5, 4]" },
            { "gate of channels", "[3, 4, 4]" },
            { "auxiliary", "[3]" },
            { "pools of volumes", "[4, 3, 4, 3]" },
            { "adaptive average pools", "[4]" },
            { "adaptive average pool of signals", "[2, 3]" },
            { "pad channels", "[5, 3, 2]" },
            { "pad channels of signals", "[4, 5]" },
            { "local response norm", "[5, 3, 2]" },
            { "max pool", "[2, 4, 5]" },
            { "max pool dilated", "[1, 3, 4]" },
            { "average pool", "[2, 4, 3]" },
            { "average pool ceiling", "[2, 4, 3]" },
            { "average pool uncounted", "[2, 4, 5]" },
            { "adaptive average pool", "[2, 3, 2]" },
            { "global average pool", "[3]" },
            { "global max pool", "[3]" },
            { "batch norm", "[4]" },
            { "batch norm of images", "[4, 3, 3]" },
            { "layer norm on rows", "[3, 6]" },
            { "flatten", "[24]" },
            { "softmax of channels", "[4, 2, 2]" },
            { "piecewise linear", "[4]" },
            { "periodic", "[8]" },
            { "lenet5", "[10]" },
        };

    [Theory, MemberData(nameof(ByHand))]
    public void Agrees_with_counting_by_hand(string name, string shape)
    {
        var (network, input) = Examples.Named(name);
        Assert.Equal(shape, ShapeInference.Of(network, input).ToString());
    }

    /// <summary>The twin lays one window after another and counts those that lie on the padded image.</summary>
    [Fact]
    public void Counts_as_many_windows_as_laying_them_one_by_one() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 7], Gen.Int[1, 5], Gen.Int[0, 3], Gen.Int[1, 3], Gen.Bool)
            .Sample(
                (size, kernel, stride, padding, dilation, ceiling) =>
                {
                    padding = Math.Min(padding, kernel / 2);
                    int reach = dilation * (kernel - 1);
                    int counted = 0;
                    // A window counts when it lies on the padded image; in ceiling mode also when it lacks less than a
                    // stride at the end, provided that it starts on the image or before.
                    for (int start = -padding; start < size + padding; start += stride)
                    {
                        int missing = start + reach - (size + padding - 1);
                        if (missing <= 0 || (ceiling && missing < stride && start < size))
                            counted++;
                    }
                    return LeafShapes.Count(size, kernel, stride, padding, dilation, ceiling) == counted;
                },
                iter: 5000
            );

    [Fact]
    public void Walks_in_order_with_paths_shapes_and_depth() =>
        Assert.Equal(
            [
                "0 '' sequence [3] -> [2]",
                "1 'body' residual [3] -> [3]",
                "2 'body.main' sequence [3] -> [3]",
                "3 'body.main.0' dense [3] -> [3]",
                "3 'body.main.1' relu [3] -> [3]",
                "2 'body.shortcut' identity [3] -> [3]",
                "1 '1' dense [3] -> [2]",
            ],
            ShapeInference
                .Walk(
                    Sequence(("body", Residual(("main", Sequence(Dense(3), Relu())), Identity())), Dense(2)),
                    [3]
                )
                .Select(step =>
                    $"{step.Depth} '{step.Path}' {BlockNames.Of(step.Block)} {step.Input} -> {step.Output}"
                )
        );

    public static TheoryData<string, string> Misfits =>
        new()
        {
            {
                "dense after image",
                "network, block 1 (dense): The shape [2, 3, 3] does not fit; needs [features] or [rows, features]. Put Flatten or a pooling over the whole image before it."
            },
            {
                "conv on table",
                "network (conv): The shape [8] does not fit; needs [channels, height, width], [channels, length] or [channels, depth, height, width]. This block works on images; for a table use Dense, and put Flatten after the last image block only."
            },
            {
                "kernel too large",
                "network, block features.1 (max_pool): The shape [2, 3, 3] does not fit; needs an image of at least 5 x 4 pixels. Use a smaller kernel, more padding, fewer poolings before it, or larger images."
            },
            {
                "groups",
                "network (conv): The shape [3, 8, 8] does not fit; needs a number of channels that 2 groups part evenly. Change groups, or the channels of the block before."
            },
            {
                "residual without shortcut",
                "network (residual): The shape [4] does not fit; needs the same shape from the body as from the shortcut, [3]. Give the residual a shortcut that brings the input to the body's shape, or let the body keep the shape."
            },
            {
                "residual with shortcut",
                "network (residual): The shape [4] does not fit; needs the same shape from the body as from the shortcut, [5]. Let body and shortcut end with the same number of features and the same strides."
            },
            {
                "branches",
                "network (concat): The shape [1, 2, 2] does not fit; needs outputs that differ in their features (channels) only; the first is [1, 4, 4]. Let every branch keep the image's size: same strides, padding of half the kernel."
            },
            {
                "head of images",
                "network, block grade (conv): The shape [1, 4, 4] does not fit; needs a head's output with one axis, [features]. End the head with Flatten or a pooling over the whole image."
            },
            {
                "batch norm on five axes",
                "network (batch_norm): The shape [3, 4, 1, 1, 1] does not fit; needs [features], or channels with one to three axes. Use fewer axes."
            },
            {
                "sizes over other axes",
                "network (conv): The shape [1, 4, 4] does not fit; needs 3 axes beside the channels, as its size 1 x 2 x 3 has. State sizes as one number, or one for each axis."
            },
            {
                "gate",
                "network (gate): The shape [3, 1, 1] does not fit; needs factors of the shape [2, 4, 4], [2], or with 1 in place of a size. Let the body end with as many channels as it gets."
            },
            {
                "edges",
                "network (piecewise_linear): The shape [3] does not fit; needs [2], one feature for each list of edges. Fit the edges on the same preprocessed features that the network gets."
            },
            {
                "unfitted edges",
                "network (piecewise_linear): The shape [3] does not fit; needs edges that were fitted on training rows. Training fits them where the block comes first; put it first in the network."
            },
            {
                "too many values",
                "network, block 1 (dense): The shape [65536, 1] does not fit; needs an output of at most 2147483647 values; [65536, 65536] has more. Use fewer units or channels, or larger strides."
            },
        };

    [Theory, MemberData(nameof(Misfits))]
    public void Says_where_what_came_what_is_needed_and_what_to_do(string name, string message)
    {
        (Block network, Shape input) = name switch
        {
            "dense after image" => (Sequence(Conv(2, 2), Dense(1)), Shape.Of(1, 4, 4)),
            "conv on table" => (Conv(2, 2), Shape.Of(8)),
            "kernel too large" => (
                Sequence(("features", Sequence(Conv(2, 2), MaxPool((5, 4))))),
                Shape.Of(1, 4, 4)
            ),
            "groups" => (Conv(4, 1, groups: 2), Shape.Of(3, 8, 8)),
            "residual without shortcut" => (Residual(Dense(4)), Shape.Of(3)),
            "residual with shortcut" => (Residual(Dense(4), Dense(5)), Shape.Of(3)),
            "branches" => (Concat(Identity(), MaxPool(2)), Shape.Of(1, 4, 4)),
            "head of images" => (Heads(("grade", Conv(1, 1))), Shape.Of(1, 4, 4)),
            "batch norm on five axes" => (BatchNorm(), Shape.Of(3, 4, 1, 1, 1)),
            "sizes over other axes" => (Conv(1, (1, 2, 3)), Shape.Of(1, 4, 4)),
            "gate" => (Gate(Sequence(AdaptiveAveragePool(1), Conv(3, 1))), Shape.Of(2, 4, 4)),
            "edges" => (
                PiecewiseLinear([
                    [0, 1],
                    [],
                ]),
                Shape.Of(3)
            ),
            "unfitted edges" => (PiecewiseLinear(4), Shape.Of(3)),
            _ => (Sequence(Identity(), Dense(65_536)), Shape.Of(65_536, 1)),
        };
        Assert.Equal(message, Assert.Throws<ShapeException>(() => ShapeInference.Of(network, input)).Message);
    }

    [Fact]
    public void Refuses_a_network_that_unrolls_without_bounds() =>
        Assert.Throws<ShapeException>(() =>
            ShapeInference.Of(Members(Members(Members(Dense(1), 256), 256), 256), [1])
        );

    [Fact]
    public void Tells_which_outputs_belong_to_which_head()
    {
        var network = Members(Sequence(Dense(8), Heads(("death", Dense(1)), ("stage", Dense(3)))), 2);
        Assert.Equal([new("death", 0, 1), new("stage", 1, 3)], HeadRange.Of(network, [4]));
        Assert.Empty(HeadRange.Of(Dense(1), [4]));
    }
}
