namespace Osler.Core.Blocks;

/// <summary>Which features of the output belong to a head: <c>output[Start .. Start + Length]</c>.</summary>
/// <param name="Name">The head's name.</param>
/// <param name="Start">Index of its first feature.</param>
/// <param name="Length">How many features.</param>
public readonly record struct HeadRange(string Name, int Start, int Length)
{
    /// <summary>The ranges of the heads that end a network, in the order of the output.</summary>
    /// <param name="network">Ends with <see cref="Heads"/>, inside sequences (their last part) or members.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <returns>Empty where the network does not end with heads.</returns>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static IReadOnlyList<HeadRange> Of(Block network, Shape input)
    {
        var at = ShapeInference.Annotate(network, input);
        while (at.Block is Sequence or Members)
            at = at.Block is Sequence ? at.Children[^1] : at.Children[0];
        if (at.Block is not Heads heads)
            return [];
        var ranges = new List<HeadRange>();
        int start = 0;
        for (int i = 0; i < heads.Outputs.Count; i++)
        {
            int length = at.Children[i].Output.Features;
            ranges.Add(new HeadRange(heads.Outputs[i].Name!, start, length));
            start += length;
        }
        return ranges;
    }
}
