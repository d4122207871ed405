using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

public static partial class Presets
{
    /// <summary>LeNet-5 with ReLU and max-pooling in place of tanh and trainable sub-sampling.</summary>
    /// <remarks>
    /// Input [1, 28, 28], intensities in [0, 1]; output [classes] logits. 61,706 parameters for ten classes.
    /// LeCun et al., Proc. IEEE 86(11), 1998, doi:10.1109/5.726791. Departure: full connection in C3.
    /// </remarks>
    /// <param name="classes">How many classes, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public static Block LeNet5(int classes = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        return Sequence(
            Conv(6, 5, padding: 2), // [6, 28, 28]
            Relu(),
            MaxPool(2), // [6, 14, 14]
            Conv(16, 5), // [16, 10, 10]
            Relu(),
            MaxPool(2), // [16, 5, 5]
            Flatten(), // [400]
            Dense(120),
            Relu(),
            Dense(84),
            Relu(),
            Dense(classes)
        );
    }
}
