using Osler.Core.Blocks;
using Osler.Core.Onnx;
using Osler.Tests.Shared;
using static Osler.Core.Blocks.Lego;

namespace Osler.Serving.Tests;

public sealed class HeatMapTests
{
    private static Block Pooled(int outcomes) =>
        Sequence(Conv(4, 3, padding: 1), Relu(), GlobalAveragePool(), Dropout(0.5), Dense(outcomes));

    [Fact]
    public void The_mean_of_an_activation_map_and_the_bias_are_the_log_odds()
    {
        foreach (
            var network in (Block[])
                [
                    Pooled(3),
                    Sequence(Conv(4, 3), AdaptiveAveragePool(1), Flatten(), Dense(3)),
                    Sequence(Conv(3, 3), Relu(), GlobalAveragePool()),
                    Lego.Members(Pooled(3), 2),
                ]
        )
        {
            using var bundle = new SmallImageBundle(network: network);
            using var predictor = ImagePredictor.Open(bundle.Path);
            float[] image = Prepared(predictor, 1);
            float[] logits = new float[predictor.Members * 3];
            predictor.Logits(image, 1, logits);

            float[] heat = predictor.Heat(image);

            int area = predictor.HeatSizes!.Value.Aggregate(1, (product, size) => product * size);
            Assert.Equal(predictor.Members * 3 * area, heat.Length);
            for (int i = 0; i < logits.Length; i++)
                Assert.Equal(
                    logits[i],
                    heat.AsSpan(i * area, area).ToArray().Average() + bundle.LastBias(i),
                    1e-4
                );
        }
    }

    [Theory]
    [InlineData("resnet18", 3, 7)]
    [InlineData("squeezenet1_1", 3, 13)]
    [InlineData("densenet121", 3, 7)]
    [InlineData("mobilenet_v2", 3, 7)]
    [InlineData("efficientnet_b0", 3, 7)]
    [InlineData("inception_v3", 3, 8)]
    public void Presets_that_end_in_means_have_maps(string preset, int channels, int side) =>
        Assert.Equal(
            new Shape([5, side, side]),
            HeatMapGraph.Of(
                Presets.Named(preset, null, 5),
                preset == "inception_v3" ? [channels, 299, 299] : [channels, 224, 224]
            )
        );

    [Theory]
    [InlineData("alexnet", 224)]
    [InlineData("lenet5", 28)]
    [InlineData("vgg11", 224)]
    public void Others_have_none(string preset, int side) =>
        Assert.Null(HeatMapGraph.Of(Presets.Named(preset, null, 5), [1, side, side]));

    [Fact]
    public void Covering_what_a_network_looks_at_lowers_its_outcome_there_alone()
    {
        // One pixel makes the first outcome; the others are constant.
        const int place = 3 * SmallImageBundle.Width + 2;
        using var bundle = new SmallImageBundle(
            network: Sequence(Flatten(), Dense(3)),
            weight: (name, i) => name.EndsWith("weight", StringComparison.Ordinal) && i == place ? 5 : 0
        );
        using var predictor = ImagePredictor.Open(bundle.Path);
        float[] image = new float[predictor.Preprocessing.Length];
        image[place] = 3;

        var map = Assert.Single(HeatMaps.Of(predictor, image, 0));

        Assert.Equal(HeatMethod.Occlusion, map.Method);
        Assert.Equal([6, 5], map.Sizes);
        // The patch is one pixel; its fill is the mean, 3 / 30. The log-odds are told against the mean of all three.
        for (int i = 0; i < map.Values.Length; i++)
            Assert.Equal(i == place ? 5 * (3 - 0.1f) * 2 / 3 : 0, map.Values[i], 1e-4f);
        Assert.Equal((3.5 / 6, 2.5 / 5), map.Peak());
    }

    [Fact]
    public void A_map_is_drawn_out_linearly_between_the_middles_of_its_places()
    {
        var map = new HeatMap("a", HeatMethod.Occlusion, [1, 2], [0, 4]);
        Assert.Equal([0, 1, 3, 4], map.Over(1, 4));
        var deep = new HeatMap("a", HeatMethod.Occlusion, [2, 1, 2], [0, 1, 5, 2]);
        Assert.Equal(1, deep.Slice);
        Assert.Equal([5, 2], deep.Of(1).ToArray());
    }

    private static float[] Prepared(ImagePredictor predictor, int number)
    {
        float[] prepared = new float[predictor.Preprocessing.Length];
        predictor.Preprocessing.Apply(SmallImageBundle.Image(number), prepared);
        return prepared;
    }
}
