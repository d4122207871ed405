using System.Collections.Immutable;

namespace Osler.Core.Blocks;

/// <summary>What shape comes out of a network, and out of each block in it.</summary>
public static class ShapeInference
{
    /// <summary>A network of more blocks than this (members unrolled) is refused.</summary>
    public const int MostBlocks = 100_000;

    /// <summary>Blocks nested deeper than this are refused.</summary>
    public const int MostDepth = 64;

    /// <summary>A case of more values than this, anywhere in the network, is refused.</summary>
    public const long MostValues = int.MaxValue;

    /// <summary>The network's output shape, without the batch axis.</summary>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static Shape Of(Block network, Shape input) => Annotate(network, input).Output;

    /// <summary>Every block with its path and shapes, depth first in order, composites before what they hold.</summary>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static IReadOnlyList<BlockStep> Walk(Block network, Shape input)
    {
        var steps = new List<BlockStep>();
        Add(Annotate(network, input), 0);
        return steps;

        void Add(ShapedBlock at, int depth)
        {
            steps.Add(new BlockStep(at.Path, at.Block, at.Input, at.Output, depth));
            foreach (var child in at.Children)
                Add(child, depth + 1);
        }
    }

    /// <summary>The network as a tree in which each block knows its path and its shapes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static ShapedBlock Annotate(Block network, Shape input)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (input.Rank == 0)
            throw Misfit(
                "",
                network,
                input,
                "at least one axis",
                "State the input's shape, e.g. [8] for 8 features."
            );
        int blocks = 0;
        var root = Place(network, "", input, 0, ref blocks);
        TokenInput.Check(root);
        return root;
    }

    private static ShapedBlock Place(Block block, string path, Shape input, int depth, ref int blocks)
    {
        if (++blocks > MostBlocks || depth > MostDepth)
        {
            throw Misfit(
                path,
                block,
                input,
                $"a network of at most {MostBlocks} blocks, at most {MostDepth} deep",
                "Use fewer blocks or fewer members."
            );
        }

        var children = ImmutableArray<ShapedBlock>.Empty;
        Shape output;
        switch (block)
        {
            case Sequence sequence:
                output = input;
                for (int i = 0; i < sequence.Parts.Count; i++)
                {
                    var child = PlacePart(sequence.Parts[i], i, path, output, depth, ref blocks);
                    children = children.Add(child);
                    output = child.Output;
                }
                break;
            case Residual residual:
                string bodyPath = ShapedBlock.Join(path, Blocks.Residual.BodyName(residual.Body));
                var body = Place(residual.Body.Block, bodyPath, input, depth + 1, ref blocks);
                children = [body];
                output = input;
                if (residual.Shortcut is { } shortcut)
                {
                    string name = ShapedBlock.Join(path, Blocks.Residual.ShortcutName(shortcut));
                    children = [body, Place(shortcut.Block, name, input, depth + 1, ref blocks)];
                    output = children[1].Output;
                }
                if (body.Output != output)
                {
                    throw Misfit(
                        path,
                        block,
                        body.Output,
                        $"the same shape from the body as from the shortcut, {output}",
                        residual.Shortcut is null
                            ? "Give the residual a shortcut that brings the input to the body's shape, or let the body keep the shape."
                            : "Let body and shortcut end with the same number of features and the same strides."
                    );
                }
                break;
            case Concat concat:
                for (int i = 0; i < concat.Parts.Count; i++)
                    children = children.Add(PlacePart(concat.Parts[i], i, path, input, depth, ref blocks));
                output = Joined(children.Select(child => child.Output), path, block);
                break;
            case DenselyConnected dense:
                output = input;
                for (int i = 0; i < dense.Layers.Count; i++)
                {
                    var child = PlacePart(dense.Layers[i], i, path, output, depth, ref blocks);
                    children = children.Add(child);
                    output = Joined([output, child.Output], path, block);
                }
                break;
            case Heads heads:
                for (int i = 0; i < heads.Outputs.Count; i++)
                {
                    var head = PlacePart(heads.Outputs[i], i, path, input, depth, ref blocks);
                    if (head.Output.Rank != 1)
                    {
                        throw Misfit(
                            head.Path,
                            head.Block,
                            head.Output,
                            "a head's output with one axis, [features]",
                            "End the head with Flatten or a pooling over the whole image."
                        );
                    }
                    children = children.Add(head);
                }
                output = Joined(children.Select(child => child.Output), path, block);
                break;
            case Gate gate:
                var factors = Place(
                    gate.Body.Block,
                    ShapedBlock.Join(path, gate.BodyName),
                    input,
                    depth + 1,
                    ref blocks
                );
                children = [factors];
                output = Gated(input, factors.Output, path, block);
                break;
            case AttentionPool pool:
                string scorePath = ShapedBlock.Join(path, pool.BodyName);
                children = [Place(pool.Body.Block, scorePath, input, depth + 1, ref blocks)];
                output = SequenceShapes.Pooled(input, children[0], path, block);
                break;
            case EachOption options:
                string bodyOfOne = ShapedBlock.Join(path, options.BodyName);
                var one = EachOption.One(input, path, block);
                children = [Place(options.Body.Block, bodyOfOne, one, depth + 1, ref blocks)];
                output = EachOption.Scores(input, children[0].Output, path, block);
                break;
            case Auxiliary auxiliary:
                string answer = ShapedBlock.Join(path, auxiliary.BodyName);
                children = [Place(auxiliary.Body.Block, answer, input, depth + 1, ref blocks)];
                output = input;
                break;
            case Members members:
                for (int i = 0; i < members.Count; i++)
                {
                    string name = ShapedBlock.Join(path, FormattableString.Invariant($"members.{i}"));
                    children = children.Add(Place(members.Network, name, input, depth + 1, ref blocks));
                }
                output = new Shape([members.Count, .. children[0].Output.Sizes]);
                break;
            case Leaf leaf:
                output = LeafShapes.Of(leaf, path, input);
                break;
            default:
                throw new NotSupportedException(
                    $"Shape inference does not know the block {block.GetType().Name}."
                );
        }
        if (Product(output) > MostValues)
        {
            throw Misfit(
                path,
                block,
                input,
                $"an output of at most {MostValues} values; {output} has more",
                "Use fewer units or channels, or larger strides."
            );
        }
        return new ShapedBlock(path, block, input, output, children);
    }

    private static Shape Gated(Shape input, Shape factors, string path, Block block)
    {
        bool fits =
            factors.Rank == input.Rank
                ? factors
                    .Sizes.Zip(input.Sizes, (factor, size) => factor == 1 || factor == size)
                    .All(fits => fits)
                : factors.Rank == 1 && input.Rank >= 3 && factors[0] == input[0];
        return fits
            ? input
            : throw Misfit(
                path,
                block,
                factors,
                $"factors of the shape {input}, [{input[0]}], or with 1 in place of a size",
                "Let the body end with as many channels as it gets."
            );
    }

    private static ShapedBlock PlacePart(
        Part part,
        int place,
        string path,
        Shape input,
        int depth,
        ref int blocks
    ) => Place(part.Block, ShapedBlock.Join(path, part.NameAt(place)), input, depth + 1, ref blocks);

    private static Shape Joined(IEnumerable<Shape> shapes, string path, Block block)
    {
        Shape[] all = [.. shapes];
        var first = all[0];
        long features = 0;
        foreach (var shape in all)
        {
            if (shape.Rank != first.Rank || shape.WithFeatures(1) != first.WithFeatures(1))
            {
                throw Misfit(
                    path,
                    block,
                    shape,
                    $"outputs that differ in their features (channels) only; the first is {first}",
                    "Let every branch keep the image's size: same strides, padding of half the kernel."
                );
            }
            features += shape.Features;
        }
        if (features > int.MaxValue)
            throw Misfit(
                path,
                block,
                first,
                $"at most {int.MaxValue} features in all",
                "Use fewer features."
            );
        return first.WithFeatures((int)features);
    }

    // Saturates instead of overflowing, since sizes may come from a stranger's file.
    private static long Product(Shape shape) =>
        shape.Sizes.Aggregate(1L, (product, size) => product > MostValues ? product : product * size);

    internal static ShapeException Misfit(string path, Block block, Shape got, string needs, string remedy) =>
        new(path, BlockNames.Of(block), got.ToString(), needs, remedy);
}
