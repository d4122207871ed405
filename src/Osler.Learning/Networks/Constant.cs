using static TorchSharp.torch;

namespace Osler.Learning.Networks;

/// <summary>A tensor that a block computes with and that is neither trained nor stored as a weight.</summary>
internal sealed class Constant(Tensor tensor)
{
    public Tensor Tensor { get; private set; } = tensor;

    public void Move(ScalarType? dtype, Device? device)
    {
        // Indices stay whole numbers.
        var type = Tensor.is_floating_point() ? dtype ?? Tensor.dtype : Tensor.dtype;
        var place = device ?? Tensor.device;
        if (type == Tensor.dtype && place.type == Tensor.device_type && place.index == Tensor.device_index)
            return;
        using var old = Tensor;
        Tensor = old.to(type, place).DetachFromDisposeScope();
    }
}
