using Osler.Core.Blocks;

namespace Osler.Core.Weights;

/// <summary>Which weights of a network give its answer, and which lie before them.</summary>
public static class NetworkHead
{
    /// <summary>
    /// Names of the weights of the last blocks before the output: the last dense or convolution block, of each head
    /// where there are several, and of each auxiliary answer.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static IReadOnlySet<string> Of(Block network, Shape input)
    {
        var root = ShapeInference.Annotate(network, input);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var answer in Answers(root))
        {
            // Walked from the end, whatever stands between: activations, means.
            if (answer.InInference().LastOrDefault(at => at.Block is Dense or Conv) is { } last)
                names.UnionWith(Parameters.Own(last).Select(spec => spec.Name));
        }
        return names;
    }

    /// <summary>Names of the weights that only auxiliary answers have.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static IReadOnlySet<string> Auxiliary(Block network, Shape input) =>
        ShapeInference
            .Annotate(network, input)
            .All()
            .Where(at => at.Block is Auxiliary)
            .SelectMany(at => at.All())
            .SelectMany(Parameters.Own)
            .Select(spec => spec.Name)
            .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<ShapedBlock> Answers(ShapedBlock root)
    {
        foreach (var auxiliary in root.All().Where(at => at.Block is Auxiliary))
            yield return auxiliary.Children[0];
        var at = root;
        while (at.Block is Sequence && at.Children[^1].Block is Sequence or Heads)
            at = at.Children[^1];
        if (at.Block is not Heads)
        {
            yield return root;
            yield break;
        }
        foreach (var head in at.Children)
            yield return head;
    }
}
