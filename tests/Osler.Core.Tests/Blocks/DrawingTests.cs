using System.Xml.Linq;
using Osler.Core.Blocks;
using Osler.Core.Collections;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Blocks;

public sealed class DrawingTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Networks => [.. Examples.All.Select(example => example.Name)];

    [Theory, MemberData(nameof(Networks))]
    public void Is_well_formed_and_stays_within_its_frame(string name)
    {
        var (network, input) = Examples.Named(name);
        var picture = XDocument.Parse(Drawing.Svg(network, input, outputActivation: "sigmoid")).Root!;
        double[] frame = [.. picture.Attribute("viewBox")!.Value.Split(' ').Select(double.Parse)];
        foreach (var element in picture.Descendants())
        {
            foreach (string x in (string[])["x", "cx", "x1", "x2"])
                Assert.InRange((double?)element.Attribute(x) ?? 0, 0, frame[2]);
            foreach (string y in (string[])["y", "cy", "y1", "y2"])
                Assert.InRange((double?)element.Attribute(y) ?? 0, 0, frame[3]);
            Assert.DoesNotContain("#", element.Attribute("fill")?.Value ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_a_small_network_shows_every_unit_every_weight_and_the_names()
    {
        var network = Sequence(Dense(3), Tanh(), Dense(1));
        var picture = Parse(
            Drawing.Svg(network, [2], ["blood pressure", "BMI"], ["heart attack"], "sigmoid")
        );
        Assert.Equal(2 + 3 + 1, picture.Descendants(s_svg + "circle").Count());
        Assert.Equal(2 * 3 + 3 * 1, picture.Descendants(s_svg + "line").Count());
        Assert.Equal(
            ["blood pressure", "BMI", "2 inputs", "3 hidden", "tanh", "heart attack", "1 output", "sigmoid"],
            picture.Descendants(s_svg + "text").Select(text => text.Value)
        );
    }

    [Fact]
    public void Of_a_wide_layer_shows_the_first_and_last_units()
    {
        var picture = Parse(Drawing.Svg(Presets.MultilayerPerceptron([64]), [11]));
        Assert.Equal(9 + 9 + 1, picture.Descendants(s_svg + "circle").Count());
        Assert.Equal(2, picture.Descendants(s_svg + "text").Count(text => text.Value == "⋮"));
        Assert.Contains("64 hidden", picture.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_piecewise_linear_features_connects_each_feature_to_its_own_ramps()
    {
        var picture = Parse(
            Drawing.Svg(
                Sequence(
                    PiecewiseLinear([
                        [0, 1, 2],
                        [],
                    ]),
                    Dense(1)
                ),
                [2]
            )
        );
        Assert.Equal(3 + 3, picture.Descendants(s_svg + "line").Count());
    }

    [Fact]
    public void Of_images_shows_stages_and_shapes()
    {
        string picture = Parse(
            Drawing.Svg(
                Sequence(("features", Sequence(Conv(6, 3), Relu())), ("pool", GlobalMaxPool())),
                [1, 8, 8]
            )
        ).Value;
        Assert.Contains("features: sequence", picture, StringComparison.Ordinal);
        Assert.Contains("conv 6, 3 x 3", picture, StringComparison.Ordinal);
        Assert.Contains("[6, 6, 6]", picture, StringComparison.Ordinal);
        Assert.Contains("pool: global max pool", picture, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_large_network_folds_its_inner_blocks()
    {
        var layers = Enumerable.Range(0, 30).Select(_ => (Part)Sequence(Conv(4, 3, padding: 1), Relu()));
        var stages = Enumerable
            .Range(0, 4)
            .Select(i => new Part($"stage{i}", new DenselyConnected(layers.ToValueList())));
        var picture = Parse(Drawing.Svg(new Sequence(stages.ToValueList()), [1, 8, 8]));
        Assert.InRange(picture.Descendants(s_svg + "rect").Count(), 5, 60);
        Assert.Contains("stage3: densely connected 30 layers", picture.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_edges_of_a_box_stand_beside_the_classes()
    {
        string svg = Drawing.Svg(
            Presets.Named("resnet18", new() { ["box"] = true }, outcomes: 3),
            [3, 64, 64],
            outputActivation: "softmax",
            edges: 4
        );
        string[] texts =
        [
            .. Parse(svg).Descendants().Where(at => at.Name.LocalName == "text").Select(at => at.Value),
        ];
        Assert.Equal(["softmax", "[3]", "edges of the box", "[4]"], texts[^4..]);
    }

    [Fact]
    public void Escapes_names_and_cuts_long_ones()
    {
        string[] names = ["<b>&\"a\u0001\uD800", new('x', 50)];
        var picture = Parse(Drawing.Svg(Dense(1), [2], names));
        string[] texts =
        [
            .. picture.Descendants(s_svg + "text").Select(text => text.Nodes().OfType<XText>().First().Value),
        ];
        Assert.Contains("<b>&\"a \uFFFD", texts);
        Assert.Contains(new string('x', 22) + "…", texts);
        Assert.Contains(names[1], picture.Descendants(s_svg + "title").Select(title => title.Value));
    }

    private static XElement Parse(string svg) => XDocument.Parse(svg).Root!;
}
