namespace Osler.Core.Blocks;

/// <summary>A network as a picture: SVG, 800 pixels wide, in the colour of the text around it.</summary>
/// <remarks>
/// A chain of dense layers is drawn as circles and connections, the textbook's picture; a wide layer shows its first
/// and last units. Any other network is drawn as stacked, named stages with their shapes; where it has many blocks, the
/// inner ones are folded into the stage that holds them.
/// </remarks>
public static class Drawing
{
    /// <summary>The picture, one SVG element.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <param name="inputNames">Names of the input features, as many as there are; none to leave them out.</param>
    /// <param name="outputNames">Names of the outputs, as many as there are; none to leave them out.</param>
    /// <param name="outputActivation">What turns logits into probabilities, e.g. <c>sigmoid</c>; shown at the output.</param>
    /// <param name="edges">How many of the last outputs are the edges of a box, which are no logits.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static string Svg(
        Block network,
        Shape input,
        IReadOnlyList<string>? inputNames = null,
        IReadOnlyList<string>? outputNames = null,
        string? outputActivation = null,
        int edges = 0
    )
    {
        var root = ShapeInference.Annotate(network, input);
        return DenseDrawing.Layers(root) is { } layers
            ? DenseDrawing.Draw(root, layers, inputNames ?? [], outputNames ?? [], outputActivation)
            : StageDrawing.Draw(root, outputActivation, edges);
    }
}
