using System.Runtime.InteropServices;
using TorchSharp;

namespace Osler.Learning.Networks;

/// <summary>Switches of libtorch's global context that TorchSharp has no word for.</summary>
/// <remarks>Member functions of <c>at::globalContext()</c>, called by the names that the compilers of either system give them.</remarks>
internal static class TorchContext
{
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GlobalContext();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Set(nint context, [MarshalAs(UnmanagedType.U1)] bool flag);

    /// <summary>
    /// Asks for cuDNN's algorithms that give the same bits each time, from now on. Others add in the order in which threads
    /// come, so that gradients differ in their last digits.
    /// </summary>
    /// <exception cref="EntryPointNotFoundException">This libtorch has no such switch.</exception>
    public static void RepeatCudnn() => Switch("setDeterministicCuDNN", true);

    /// <summary>
    /// Leaves NNPACK aside: on processors that it does not know it says so on standard error at each convolution, and on
    /// others sums would be grouped otherwise.
    /// </summary>
    /// <exception cref="EntryPointNotFoundException">This libtorch has no such switch.</exception>
    public static void LeaveNnpack() => Switch("setUserEnabledNNPACK", false);

    private static void Switch(string name, bool to)
    {
        // TorchSharp loads it under this name.
        torch.InitializeDeviceType(DeviceType.CPU);
        nint library = NativeLibrary.Load("torch_cpu", typeof(torch).Assembly, null);
        bool windows = OperatingSystem.IsWindows();
        var context = Export<GlobalContext>(
            library,
            windows ? "?globalContext@at@@YAAEAVContext@1@XZ" : "_ZN2at13globalContextEv"
        );
        var set = Export<Set>(
            library,
            windows ? $"?{name}@Context@at@@QEAAX_N@Z" : $"_ZN2at7Context{name.Length}{name}Eb"
        );
        set(context(), to);
    }

    private static T Export<T>(nint library, string name)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
