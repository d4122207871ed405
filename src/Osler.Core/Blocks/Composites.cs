using Osler.Core.Collections;

namespace Osler.Core.Blocks;

/// <summary>Blocks one after another: each gets what the one before gave.</summary>
public sealed record Sequence : Composite
{
    /// <param name="parts">At least one part; names must differ.</param>
    public Sequence(ValueList<Part> parts) => Parts = parts;

    /// <summary>The parts, in the order of computing.</summary>
    public ValueList<Part> Parts
    {
        get;
        init => field = Naming.Checked(value, nameof(Parts));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Block> Inner => [.. Parts.Items.Select(part => part.Block)];
}

/// <summary>The body's output plus the shortcut's; both get the same input and must give the same shape.</summary>
/// <remarks>
/// He et al., CVPR 2016, doi:10.1109/CVPR.2016.90. Without a name the body is kept under <c>body</c> and the shortcut
/// under <c>shortcut</c>; torchvision's names come from <c>("", body)</c> and <c>("downsample", shortcut)</c>.
/// </remarks>
public sealed record Residual : Composite
{
    /// <param name="body">What is learned on top of the shortcut.</param>
    /// <param name="shortcut">What the input passes through beside the body; null leaves it as it is.</param>
    public Residual(Part body, Part? shortcut = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (shortcut is not null && BodyName(body).Length > 0 && BodyName(body) == ShortcutName(shortcut))
            throw new ArgumentException(
                $"Body and shortcut are both named '{shortcut.Name}'.",
                nameof(shortcut)
            );
        Body = body;
        Shortcut = shortcut;
    }

    /// <summary>What is learned on top of the shortcut.</summary>
    public Part Body { get; }

    /// <summary>What the input passes through beside the body; null leaves it as it is.</summary>
    public Part? Shortcut { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Block> Inner =>
        Shortcut is null ? [Body.Block] : [Body.Block, Shortcut.Block];

    internal static string BodyName(Part body) => body.Name ?? "body";

    internal static string ShortcutName(Part shortcut) => shortcut.Name ?? "shortcut";
}

/// <summary>Branches that get the same input; their outputs are joined along the feature (or channel) axis.</summary>
public sealed record Concat : Composite
{
    /// <param name="parts">At least one branch; names must differ.</param>
    public Concat(ValueList<Part> parts) => Parts = parts;

    /// <summary>The branches, in the order in which their outputs are joined.</summary>
    public ValueList<Part> Parts
    {
        get;
        init => field = Naming.Checked(value, nameof(Parts));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Block> Inner => [.. Parts.Items.Select(part => part.Block)];
}

/// <summary>
/// Layers of which each gets the input and all outputs before it, joined along the feature (or channel) axis; the
/// output is the input and all outputs, joined.
/// </summary>
/// <remarks>Huang et al., CVPR 2017, doi:10.1109/CVPR.2017.243.</remarks>
public sealed record DenselyConnected : Composite
{
    /// <param name="layers">At least one layer; names must differ.</param>
    public DenselyConnected(ValueList<Part> layers) => Layers = layers;

    /// <summary>The layers, in the order of computing.</summary>
    public ValueList<Part> Layers
    {
        get;
        init => field = Naming.Checked(value, nameof(Layers));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Block> Inner => [.. Layers.Items.Select(part => part.Block)];
}

/// <summary>Several named outputs from one input: a diagnosis, a grade, a value.</summary>
/// <remarks>
/// Each head gives features [F_i]; the output is [F_1 + F_2 + ...], the heads' outputs side by side in the order in
/// which they are stated. <see cref="HeadRange.Of"/> tells which features belong to which head.
/// </remarks>
public sealed record Heads : Composite
{
    /// <param name="outputs">At least one head, each with a name of its own.</param>
    public Heads(ValueList<Part> outputs) => Outputs = outputs;

    /// <summary>The heads, in the order of their outputs.</summary>
    /// <exception cref="ArgumentException">A head without a name, or a name twice.</exception>
    public ValueList<Part> Outputs
    {
        get;
        init
        {
            if (value.Any(part => string.IsNullOrEmpty(part.Name)))
                throw new ArgumentException("Each head needs a name.", nameof(value));
            field = Naming.Checked(value, nameof(Outputs));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Block> Inner => [.. Outputs.Items.Select(part => part.Block)];
}

/// <summary>The input times what the body makes of it: channels (or values) turned up and down by themselves.</summary>
/// <remarks>
/// The body gives the input's shape, or [C], one factor for each channel, or 1 in place of any size. Squeeze and
/// excitation is <c>Gate(Sequence(AdaptiveAveragePool(1), Conv(8, 1), Relu(), Conv(64, 1), Sigmoid()))</c>. Hu et al.,
/// CVPR 2018, doi:10.1109/CVPR.2018.00745. Without a name the body is kept under <c>body</c>.
/// </remarks>
public sealed record Gate : Composite
{
    /// <param name="body">Makes the factors.</param>
    public Gate(Part body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    /// <summary>Makes the factors.</summary>
    public Part Body { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Block> Inner => [Body.Block];

    internal string BodyName => Body.Name ?? "body";
}

/// <summary>
/// Gives what it gets; in training the body makes a second answer of it, whose loss is added so that gradients reach
/// the middle of a deep network.
/// </summary>
/// <remarks>
/// The body must give the same shape as the whole network. Outside training it is not computed, and the ONNX graph has
/// none of it. Szegedy et al., CVPR 2016, doi:10.1109/CVPR.2016.308, section 4. Without a name the body is kept under
/// <c>body</c>.
/// </remarks>
public sealed record Auxiliary : Composite
{
    /// <param name="body">Makes the second answer.</param>
    /// <param name="weight">Its loss's weight beside the network's own, above 0.</param>
    public Auxiliary(Part body, double weight = 0.4)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
        Weight = Bound.Positive(weight, nameof(weight));
    }

    /// <summary>Makes the second answer.</summary>
    public Part Body { get; }

    /// <summary>Its loss's weight beside the network's own.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Block> Inner => [Body.Block];

    internal string BodyName => Body.Name ?? "body";
}

/// <summary>Independent copies of one network, each with weights of its own: an ensemble that is one network.</summary>
/// <remarks>
/// The output gains an axis in front: [count, ...]. Parameters are kept under <c>members.0.</c>,
/// <c>members.1.</c> ... Lakshminarayanan et al., NeurIPS 2017, arXiv:1612.01474.
/// </remarks>
public sealed record Members : Composite
{
    /// <summary>More copies than this are refused.</summary>
    public const int MostMembers = 256;

    /// <param name="network">What each member computes.</param>
    /// <param name="count">How many copies, 1 to 256.</param>
    public Members(Block network, int count)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostMembers);
        Network = network;
        Count = count;
    }

    /// <summary>What each member computes.</summary>
    public Block Network { get; }

    /// <summary>How many copies.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Block> Inner => [Network];
}

/// <summary>The rule that parts under one roof have different names.</summary>
internal static class Naming
{
    /// <exception cref="ArgumentException">No part, or two of one name.</exception>
    public static ValueList<Part> Checked(ValueList<Part> parts, string name)
    {
        if (parts.Count == 0)
            throw new ArgumentException(
                "At least one part is needed; Identity() is the block that does nothing.",
                name
            );
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < parts.Count; i++)
        {
            string key = parts[i].NameAt(i);
            if (key.Length > 0 && !seen.Add(key))
                throw new ArgumentException($"Two parts are named '{key}'.", name);
        }
        return parts;
    }
}
