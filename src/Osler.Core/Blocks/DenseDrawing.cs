using System.Globalization;

namespace Osler.Core.Blocks;

/// <summary>The textbook's picture of a chain of dense layers: circles in columns, a line for each weight.</summary>
internal static class DenseDrawing
{
    private const int MostLayers = 6;
    private const int MostUnits = 10;
    private const double Spacing = 34;
    private const double Top = 44;

    /// <summary>One column of circles.</summary>
    /// <param name="Units">How many units the layer has.</param>
    /// <param name="Notes">What stands under it: activation, dropout.</param>
    /// <param name="Sources">Which unit before feeds each unit; null where all feed all.</param>
    internal sealed record Layer(int Units, List<string> Notes, int[]? Sources);

    /// <summary>The columns behind the input; null where the network is no chain of a few dense layers.</summary>
    public static List<Layer>? Layers(ShapedBlock root)
    {
        var layers = new List<Layer>();
        var at = root.Block is Members ? root.Children[0] : root;
        return root.Input.Rank == 1 && Add(at) && layers.Count is > 0 and <= MostLayers ? layers : null;

        bool Add(ShapedBlock block)
        {
            switch (block.Block)
            {
                case Sequence:
                    return block.Children.All(Add);
                case Dense dense:
                    layers.Add(new Layer(dense.Units, [], null));
                    return true;
                case PiecewiseLinear encoding when layers.Count == 0:
                    int[] sources = [.. encoding.Ramps().Select(ramp => ramp.Feature)];
                    layers.Add(new Layer(encoding.Width, ["piecewise linear"], sources));
                    return true;
                case Flatten or Identity:
                    return true;
                case Activation or BatchNorm or LayerNorm or Dropout when layers.Count > 0:
                    layers[^1].Notes.Add(BlockText.Of(block.Block));
                    return true;
                default:
                    return false;
            }
        }
    }

    public static string Draw(
        ShapedBlock root,
        List<Layer> layers,
        IReadOnlyList<string> inputNames,
        IReadOnlyList<string> outputNames,
        string? outputActivation
    )
    {
        if (outputActivation is not null)
            layers[^1].Notes.Add(outputActivation);
        List<Layer> columns = [new(root.Input.Features, [], null), .. layers];
        bool named = inputNames.Count == columns[0].Units;
        bool outcomes = outputNames.Count == columns[^1].Units;
        double left = named ? 190 : 60;
        double right = outcomes ? 610 : 740;
        double height = columns.Max(column => Shown(column.Units).Count) * Spacing;
        double X(int column) => left + (right - left) * column / (columns.Count - 1);
        double Y(int column, int place) =>
            Top + height / 2 + (place - (Shown(columns[column].Units).Count - 1) / 2.0) * Spacing;

        var svg = new SvgText();
        // Lines first, so that the circles lie on them.
        for (int column = 1; column < columns.Count; column++)
        {
            var from = Shown(columns[column - 1].Units);
            var to = Shown(columns[column].Units);
            for (int i = 0; i < to.Count; i++)
            for (int j = 0; j < from.Count; j++)
            {
                bool drawn = to[i] >= 0 && from[j] >= 0;
                if (drawn && (columns[column].Sources is not { } sources || sources[to[i]] == from[j]))
                    svg.Line(X(column - 1) + 11, Y(column - 1, j), X(column) - 11, Y(column, i), 0.35);
            }
        }
        for (int column = 0; column < columns.Count; column++)
        {
            var units = Shown(columns[column].Units);
            for (int i = 0; i < units.Count; i++)
            {
                double y = Y(column, i);
                if (units[i] < 0)
                    svg.Text(X(column), y + 5, "⋮", "middle");
                else
                    svg.Circle(X(column), y, 11, column == 0 ? 0.05 : 0.2);
                if (units[i] >= 0 && column == 0 && named)
                    svg.Text(X(0) - 20, y + 5, inputNames[units[i]], "end", 23);
                if (units[i] >= 0 && column == columns.Count - 1 && outcomes)
                    svg.Text(X(column) + 20, y + 5, outputNames[units[i]], most: 23);
            }
            string role =
                column == 0 ? (columns[0].Units == 1 ? "input" : "inputs")
                : column < columns.Count - 1 ? "hidden"
                : columns[^1].Units == 1 ? "output"
                : "outputs";
            svg.Text(
                X(column),
                22,
                string.Create(CultureInfo.InvariantCulture, $"{columns[column].Units} {role}"),
                "middle",
                strong: true
            );
            for (int i = 0; i < columns[column].Notes.Count; i++)
                svg.Text(X(column), Top + height + 20 + 18 * i, columns[column].Notes[i], "middle", 20);
        }
        double bottom = Top + height + 20 + 18 * columns.Max(column => column.Notes.Count);
        if (root.Block is Members members)
        {
            string copies = string.Create(
                CultureInfo.InvariantCulture,
                $"{members.Count} such networks, each with weights of its own"
            );
            svg.Text(400, bottom + 8, copies, "middle");
            bottom += 26;
        }
        string title = string.Create(
            CultureInfo.InvariantCulture,
            $"Network of {string.Join(", ", columns.Select(column => column.Units))} units"
        );
        return svg.Finish(bottom + 4, title);
    }

    // Indices of the units that are drawn; -1 stands for those left out.
    private static List<int> Shown(int units) =>
        units <= MostUnits
            ? [.. Enumerable.Range(0, units)]
            : [.. Enumerable.Range(0, MostUnits - 4), -1, .. Enumerable.Range(units - 3, 3)];
}
