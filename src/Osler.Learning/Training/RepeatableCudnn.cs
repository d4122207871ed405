using System.Runtime.InteropServices;
using TorchSharp;

namespace Osler.Learning.Training;

/// <summary>cuDNN's algorithms that give the same bits each time, which TorchSharp has no word for.</summary>
/// <remarks>
/// libtorch's <c>at::globalContext().setDeterministicCuDNN(true)</c>, called by the names that the compilers of either
/// system give it. Other algorithms add in the order in which threads come, so that gradients differ in their last digits.
/// </remarks>
internal static class RepeatableCudnn
{
    private static readonly (string Context, string Switch) s_names = OperatingSystem.IsWindows()
        ? ("?globalContext@at@@YAAEAVContext@1@XZ", "?setDeterministicCuDNN@Context@at@@QEAAX_N@Z")
        : ("_ZN2at13globalContextEv", "_ZN2at7Context21setDeterministicCuDNNEb");

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GlobalContext();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Set(nint context, [MarshalAs(UnmanagedType.U1)] bool flag);

    /// <summary>Asks for them, from now on.</summary>
    /// <exception cref="EntryPointNotFoundException">This libtorch has no such switch.</exception>
    public static void Ask()
    {
        // TorchSharp loads it under this name.
        torch.InitializeDeviceType(DeviceType.CPU);
        nint library = NativeLibrary.Load("torch_cpu", typeof(torch).Assembly, null);
        var context = Marshal.GetDelegateForFunctionPointer<GlobalContext>(
            NativeLibrary.GetExport(library, s_names.Context)
        );
        var set = Marshal.GetDelegateForFunctionPointer<Set>(
            NativeLibrary.GetExport(library, s_names.Switch)
        );
        set(context(), true);
    }
}
