using System.Globalization;

namespace Osler.Core.Blocks;

/// <summary>A block inside another one, and the name under which its parameters are kept.</summary>
/// <remarks>
/// Names are the keys of the weight file, joined by dots, as in PyTorch: <c>features.0.weight</c>. A part without a
/// name is named by its place (0, 1, 2 ...), as in <c>torch.nn.Sequential</c>. A part with the empty name "" adds
/// nothing to the key: its own parts are named as if they stood in the parent.
/// </remarks>
public sealed record Part
{
    /// <param name="name">Letters, digits and underscores; empty to add nothing to the key; null to be named by place.</param>
    /// <param name="block">The block.</param>
    /// <exception cref="ArgumentException">The name has another character.</exception>
    public Part(string? name, Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (name is not null && !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new ArgumentException(
                $"A part's name may hold letters, digits and underscores only; got '{name}'.",
                nameof(name)
            );
        }
        Name = name;
        Block = block;
    }

    /// <summary>The name; null where the place names it.</summary>
    public string? Name { get; }

    /// <summary>The block.</summary>
    public Block Block { get; }

    /// <summary>A part that is named by its place.</summary>
    public static implicit operator Part(Block block) => new(null, block);

    /// <summary>A named part: <c>("features", block)</c>.</summary>
    public static implicit operator Part((string Name, Block Block) part) => new(part.Name, part.Block);

    /// <summary>The name, or the place where there is none.</summary>
    internal string NameAt(int place) => Name ?? place.ToString(CultureInfo.InvariantCulture);
}
