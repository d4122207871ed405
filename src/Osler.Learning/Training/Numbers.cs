using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Osler.Learning.Training;

/// <summary>Copies float32 numbers between tensors and managed memory.</summary>
internal static class Numbers
{
    /// <summary>The values of a tensor, row-major.</summary>
    public static float[] Of(Tensor tensor)
    {
        float[] values = new float[tensor.numel()];
        Copy(tensor, values);
        return values;
    }

    /// <summary>Copies a tensor's values, row-major, into memory of the same length.</summary>
    public static void Copy(Tensor source, Span<float> destination)
    {
        if (destination.IsEmpty)
            return;
        if (source.device_type == TorchSharp.DeviceType.CPU && source.is_contiguous())
        {
            MemoryMarshal.Cast<byte, float>(source.bytes).CopyTo(destination);
            return;
        }
        using var here = source.cpu();
        using var whole = here.contiguous();
        MemoryMarshal.Cast<byte, float>(whole.bytes).CopyTo(destination);
    }

    /// <summary>Copies values into a contiguous tensor of the same length.</summary>
    public static void Copy(ReadOnlySpan<float> source, Tensor destination)
    {
        if (source.IsEmpty)
            return;
        if (destination.device_type == TorchSharp.DeviceType.CPU)
        {
            source.CopyTo(MemoryMarshal.Cast<byte, float>(destination.bytes));
            return;
        }
        using var here = empty(destination.shape, ScalarType.Float32);
        source.CopyTo(MemoryMarshal.Cast<byte, float>(here.bytes));
        using var _ = no_grad();
        destination.copy_(here);
    }

    /// <summary>A tensor of its own memory with these values, outside of any dispose scope.</summary>
    public static Tensor Tensor(ReadOnlySpan<float> values, long[] shape, Device device)
    {
        var made = empty(shape, ScalarType.Float32, device).DetachFromDisposeScope();
        Copy(values, made);
        return made;
    }
}
