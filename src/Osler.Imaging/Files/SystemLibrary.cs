using System.Runtime.InteropServices;

namespace Osler.Imaging.Files;

/// <summary>A native library that the system may have and Osler does not ship.</summary>
internal sealed class SystemLibrary
{
    private readonly nint _handle;

    private SystemLibrary(nint handle) => _handle = handle;

    /// <summary>Where a function starts.</summary>
    /// <exception cref="EntryPointNotFoundException">It was not asked for, and is not there.</exception>
    public nint this[string function] => NativeLibrary.GetExport(_handle, function);

    /// <summary>The first library that loads and has all the functions; null where none does.</summary>
    /// <param name="names">What it is called on one system or another.</param>
    /// <param name="functions">What it must have.</param>
    public static SystemLibrary? Find(ReadOnlySpan<string> names, ReadOnlySpan<string> functions)
    {
        foreach (string name in names)
            if (NativeLibrary.TryLoad(name, out nint handle) && HasAll(handle, functions))
                return new(handle);
        return null;
    }

    private static bool HasAll(nint handle, ReadOnlySpan<string> functions)
    {
        foreach (string function in functions)
            if (!NativeLibrary.TryGetExport(handle, function, out _))
                return false;
        return true;
    }
}
