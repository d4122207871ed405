using Osler.Core.Collections;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

public static partial class Presets
{
    /// <summary>A network with a second head beside its last dense layer: the four edges of a box.</summary>
    /// <remarks>
    /// The last layer's weights move to <c>classes</c> inside its own name, the box's are <c>box</c>. Output [outcomes + 4]:
    /// logits, then upper, left, lower and right edge, by their sigmoid shares of height and width.
    /// </remarks>
    /// <param name="network">Ends in a dense layer, inside sequences.</param>
    /// <exception cref="ArgumentException">It ends otherwise.</exception>
    /// <seealso cref="Named"/>
    public static Block WithBox(Block network) =>
        network switch
        {
            Sequence { Parts: var parts } => new Sequence(
                ValueList.Of<Part>([
                    .. parts.Items.Take(parts.Count - 1),
                    new Part(parts[^1].Name, WithBox(parts[^1].Block)),
                ])
            ),
            Dense => Heads(("classes", network), ("box", Dense(4))),
            _ => throw new ArgumentException("The network does not end in a dense layer.", nameof(network)),
        };

    // Networks on images that end in a dense layer, without a second answer of the classes' number alone.
    private static bool TakesBox(string preset) =>
        preset
            is "lenet5"
                or "alexnet"
                or "alexnet2012"
                or "vgg11"
                or "vgg16"
                or "resnet18"
                or "resnet34"
                or "resnet50"
                or "densenet121"
                or "densenet169"
                or "mobilenet_v2"
                or "efficientnet_b0"
                or "cifar_resnet20"
                or "cifar_resnet56";
}
