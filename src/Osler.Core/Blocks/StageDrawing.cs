using System.Globalization;

namespace Osler.Core.Blocks;

/// <summary>Any network as stacked stages: a box for a block, a frame around what a composite holds.</summary>
internal static class StageDrawing
{
    private const int MostStages = 48;
    private const double Box = 30;
    private const double Gap = 16;

    public static string Draw(ShapedBlock root, string? outputActivation, int edges)
    {
        int depth = Depth(root);
        var svg = new SvgText();
        double y = 8;
        Stage(svg, 200, ref y, 400, "input", root.Input.ToString(), 0.04);
        svg.Arrow(400, y, y + Gap);
        y += Gap;
        Place(svg, root, "", 20, ref y, 760, depth);
        if (outputActivation is not null && edges > 0)
        {
            svg.Arrow(215, y, y + Gap);
            svg.Arrow(585, y, y + Gap);
            y += Gap;
            double beside = y;
            Stage(
                svg,
                40,
                ref y,
                350,
                outputActivation,
                new Shape([root.Output[0] - edges]).ToString(),
                0.04
            );
            Stage(svg, 410, ref beside, 350, "edges of the box", new Shape([edges]).ToString(), 0.04);
        }
        else if (outputActivation is not null)
        {
            svg.Arrow(400, y, y + Gap);
            y += Gap;
            Stage(svg, 200, ref y, 400, outputActivation, root.Output.ToString(), 0.04);
        }
        string title = string.Create(
            CultureInfo.InvariantCulture,
            $"Network from {root.Input} to {root.Output}, {root.All().Count(at => at.Block is Leaf)} blocks"
        );
        return svg.Finish(y + 8, title);
    }

    // How deep frames are opened: as deep as the stages that can be read allow.
    private static int Depth(ShapedBlock root)
    {
        int depth = 1;
        while (depth < ShapeInference.MostDepth && Stages(root, depth + 1) <= MostStages)
            depth++;
        return depth;
    }

    private static int Stages(ShapedBlock at, int depth) =>
        depth == 0 || at.Children.IsEmpty ? 1
        : at.Block is Members ? 1 + Stages(at.Children[0], depth - 1)
        : 1 + at.Children.Sum(child => Stages(child, depth - 1));

    private static void Place(
        SvgText svg,
        ShapedBlock at,
        string name,
        double x,
        ref double y,
        double width,
        int depth
    )
    {
        string said = BlockText.Of(at.Block, at.Input);
        string text = name.Length == 0 ? said : $"{name}: {said}";
        if (depth == 0 || at.Children.IsEmpty || at.Children.Length > MostStages || width < 260)
        {
            Stage(svg, x, ref y, width, text, at.Output.ToString(), at.Block is Leaf ? 0.08 : 0.16);
            return;
        }

        double top = y;
        y += 26;
        int shown = at.Block is Members ? 1 : at.Children.Length;
        bool chained = at.Block is Sequence or DenselyConnected;
        for (int i = 0; i < shown; i++)
        {
            if (i > 0 && chained)
                svg.Arrow(x + width / 2, y, y + Gap);
            if (i > 0 && at.Block is Residual)
                svg.Text(x + width / 2, y + 13, "+", "middle");
            if (i > 0)
                y += Gap;
            Place(svg, at.Children[i], Label(at, i), x + 14, ref y, width - 28, depth - 1);
        }
        y += 10;
        svg.Box(x, top, width, y - top, 0.02, dashed: true);
        svg.Text(x + 12, top + 18, text, most: Room(width - 160), strong: true);
        svg.Text(x + width - 12, top + 18, at.Output.ToString(), "end");
    }

    // A name that the author gave; a mere place says nothing in a picture.
    private static string Label(ShapedBlock parent, int i)
    {
        string place = Summary.Place(parent, i);
        return place.All(char.IsAsciiDigit) || parent.Block is Members ? "" : place;
    }

    private static void Stage(
        SvgText svg,
        double x,
        ref double y,
        double width,
        string text,
        string shape,
        double fill
    )
    {
        svg.Box(x, y, width, Box, fill);
        svg.Text(x + 12, y + 20, text, most: Room(width - 160));
        svg.Text(x + width - 12, y + 20, shape, "end");
        y += Box;
    }

    // Letters of 14 pixels take about 8 pixels each.
    private static int Room(double width) => Math.Max(8, (int)(width / 8));
}
