using System.Runtime.InteropServices;

namespace Osler.Imaging.Files;

/// <summary>A native library that the system may have and Osler does not ship.</summary>
internal sealed class SystemLibrary
{
    private readonly nint _handle;
    private bool _isWhole = true;

    private SystemLibrary(nint handle) => _handle = handle;

    /// <summary>Where a function starts; 0 where there is none, and then the library is not used.</summary>
    public nint this[string function]
    {
        get
        {
            _isWhole &= NativeLibrary.TryGetExport(_handle, function, out nint address);
            return address;
        }
    }

    /// <summary>The functions of the first library that loads and has all that are asked of it; null where none does.</summary>
    /// <param name="names">What it is called on one system or another.</param>
    /// <param name="bind">Takes the functions.</param>
    public static T? Bind<T>(ReadOnlySpan<string> names, Func<SystemLibrary, T> bind)
        where T : class
    {
        foreach (string name in names)
            if (NativeLibrary.TryLoad(name, out nint handle))
            {
                var library = new SystemLibrary(handle);
                var bound = bind(library);
                if (library._isWhole)
                    return bound;
            }
        return null;
    }
}
