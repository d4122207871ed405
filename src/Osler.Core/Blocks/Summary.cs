using System.Globalization;
using System.Text;

namespace Osler.Core.Blocks;

/// <summary>A network as a table of text: each block with its output shape, parameters and multiply-adds.</summary>
public static class Summary
{
    /// <summary>The table, one line a block, inner blocks indented; lines end with a line feed.</summary>
    /// <remarks>
    /// Parameters are the trained ones. Of members only the first is shown; the totals count them all. What is done
    /// for each option is shown for one, and counted as often as there are options.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static string Table(Block network, Shape input)
    {
        var root = ShapeInference.Annotate(network, input);
        var rows = new List<string[]>
        {
            new[] { root.Children.IsEmpty ? "" : "Place", "Block", "Output", "Parameters", "Multiply-adds" },
            new[] { "", "input", input.ToString(), "", "" },
        };
        Add(rows, root, "", 0);

        int[] widths = [.. Enumerable.Range(0, 5).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            var line = new StringBuilder();
            for (int column = 0; column < 5; column++)
            {
                if (widths[column] == 0)
                    continue;
                line.Append(
                    column < 3 ? row[column].PadRight(widths[column]) : row[column].PadLeft(widths[column])
                );
                line.Append("  ");
            }
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        var specs = root.All().SelectMany(Parameters.Own).ToList();
        long trained = specs.Where(spec => spec.Trainable).Sum(spec => spec.Count);
        long kept = specs.Sum(spec => spec.Count) - trained;
        text.Append(CultureInfo.InvariantCulture, $"\n{trained:N0} trained parameters");
        if (kept > 0)
            text.Append(CultureInfo.InvariantCulture, $", {kept:N0} running statistics");
        text.Append(CultureInfo.InvariantCulture, $", {Operations.Total(root):N0} multiply-adds a case\n");
        return text.ToString();
    }

    private static void Add(List<string[]> rows, ShapedBlock at, string place, int depth)
    {
        bool leaf = at.Block is Leaf;
        long parameters = Parameters.Own(at).Where(spec => spec.Trainable).Sum(spec => spec.Count);
        long operations = Operations.Own(at);
        string indent = new(' ', 2 * depth);
        rows.Add([
            indent + place,
            BlockText.Of(at.Block, at.Input),
            at.Output.ToString(),
            Number(parameters),
            Number(operations),
        ]);
        int shown = at.Block is Members ? 1 : at.Children.Length;
        for (int i = 0; i < shown; i++)
            Add(rows, at.Children[i], Place(at, i), depth + 1);

        string Number(long value) =>
            leaf && value > 0 ? value.ToString("N0", CultureInfo.InvariantCulture) : "";
    }

    /// <summary>What the parent calls its i-th child.</summary>
    internal static string Place(ShapedBlock parent, int i) =>
        parent.Block switch
        {
            Sequence sequence => sequence.Parts[i].NameAt(i),
            Concat concat => concat.Parts[i].NameAt(i),
            DenselyConnected dense => dense.Layers[i].NameAt(i),
            Heads heads => heads.Outputs[i].NameAt(i),
            Residual residual => i == 0
                ? Blocks.Residual.BodyName(residual.Body)
                : Blocks.Residual.ShortcutName(residual.Shortcut!),
            Gate gate => gate.BodyName,
            Auxiliary auxiliary => auxiliary.BodyName,
            AttentionPool pool => pool.BodyName,
            EachOption options => options.BodyName,
            Members => FormattableString.Invariant($"members.{i}"),
            _ => throw new NotSupportedException($"{parent.Block.GetType().Name} holds no blocks."),
        };
}
