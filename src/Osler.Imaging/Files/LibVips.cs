using NetVips;
using Osler.Core.Faults;

namespace Osler.Imaging.Files;

/// <summary>libvips as this library uses it, set up once for the process.</summary>
internal static class LibVips
{
    private static readonly Lazy<Exception?> Fault = new(SetUp);

    /// <summary>Makes libvips ready.</summary>
    /// <exception cref="RequestException">Its library can't be loaded.</exception>
    public static void Ensure()
    {
        if (Fault.Value is { } fault)
            throw new RequestException(
                "The library that decodes images, libvips, can't be loaded.",
                remedy: "Add the package NetVips.Native of this system, or install libvips 8.15 or later.",
                inner: fault
            );
    }

    private static Exception? SetUp()
    {
        try
        {
            if (!ModuleInitializer.VipsInitialized)
                return ModuleInitializer.Exception ?? new DllNotFoundException("libvips");
            // Loaders that were not written with hostile files in mind: off.
            NetVips.NetVips.BlockUntrusted = true;
            // Images are decoded side by side, each on one thread; none is asked for twice.
            NetVips.NetVips.Concurrency = 1;
            Cache.Max = 0;
            // What it would write to standard error (odd tags and the like) is no fault of the image.
            Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, (_, _, _) => { });
            return null;
        }
        catch (Exception fault)
            when (fault is DllNotFoundException or TypeInitializationException or VipsException)
        {
            return fault;
        }
    }
}
