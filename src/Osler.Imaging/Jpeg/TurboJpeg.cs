using System.Runtime.InteropServices;
using Osler.Imaging.Files;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Jpeg;

/// <summary>The system's libjpeg-turbo (libturbojpeg, BSD licence), called directly where it is there; it is not shipped.</summary>
/// <remarks>
/// libvips decodes the same pixels, in twice the time where an image is small: its pipeline costs as much as the decoding. So the plain
/// case is taken from it, and whatever else there is, damage above all, is left to it. The functions are those of
/// TurboJPEG 2.0 (turbojpeg.h), which later versions keep.
/// </remarks>
internal static unsafe class TurboJpeg
{
    // Of a larger picture the pipeline's share is small, and it decodes strip by strip.
    private const long MostSamples = 1L << 24;

    private const int Failed = -1;

    /// <summary>TJPF_RGB and TJPF_GRAY: bytes side by side.</summary>
    private const int AsRgb = 0;
    private const int AsGrey = 6;

    /// <summary>TJCS_YCbCr and TJCS_GRAY: what the stream holds.</summary>
    private const int HoldsYcc = 1;
    private const int HoldsGrey = 2;

    private static readonly string[] s_names =
    [
        "libturbojpeg.so.0",
        "libturbojpeg.0.dylib",
        "turbojpeg.dll",
        "libturbojpeg.dll",
        "libturbojpeg",
    ];

    private static readonly Lazy<Library?> s_library = new(Library.Load);

    /// <summary>Whether this system has it.</summary>
    public static bool IsThere => s_library.Value is not null;

    /// <summary>
    /// A baseline JPEG in grey or YCbCr, in full size and as it lies; null for any other, for one that the library warns of, and where the library is
    /// not there.
    /// </summary>
    /// <param name="content">The whole file.</param>
    /// <param name="target">The size that it will be resized to; null for all its pixels.</param>
    /// <param name="isWarnedOf">Whether the library has it for damaged or oddly written.</param>
    public static Raster? Read(ReadOnlySpan<byte> content, ImageTarget? target, out bool isWarnedOf)
    {
        isWarnedOf = false;
        if (s_library.Value is not { } library)
            return null;
        if (JpegHead.Find(content) is not { } head || !IsPlain(head, target))
            return null;
        // One for each file: it keeps the tables of the file before, and would use them where a damaged one lacks its own.
        nint decompressor = library.Start();
        if (decompressor == 0)
            return null;
        try
        {
            return Read(library, decompressor, content, head, out isWarnedOf);
        }
        finally
        {
            library.End(decompressor);
        }
    }

    private static bool IsPlain(JpegHead head, ImageTarget? target) =>
        head is { Process: 0 or 1, Precision: 8, IsUpright: true, Rows: > 0, Columns: > 0 }
        && head.Components.Count is 1 or 3
        && !IsHalvedDownAlone(head)
        && (long)head.Rows * head.Columns * head.Components.Count <= MostSamples
        && (
            target is not { } wanted
            || wanted.Shrink(head.Rows, head.Columns) == 1
                && (!wanted.IsFixed || (head.Rows, head.Columns) == (wanted.Height, wanted.Width))
        );

    // Colours halved down but not across (4:4:0) are spread smoothly since 2.1 only, and always by libvips.
    private static bool IsHalvedDownAlone(JpegHead head) =>
        head.Components[0].Vertical > 1 && head.Components[0].Horizontal == 1;

    private static Raster? Read(
        Library library,
        nint decompressor,
        ReadOnlySpan<byte> content,
        JpegHead head,
        out bool isWarnedOf
    )
    {
        isWarnedOf = false;
        fixed (byte* bytes = content)
        {
            int width;
            int height;
            int sampling;
            int holds;
            var length = new CULong((uint)content.Length);
            if (
                library.Head(decompressor, bytes, length, &width, &height, &sampling, &holds) == Failed
                || (height, width) != (head.Rows, head.Columns)
                || holds != (head.Components.Count == 1 ? HoldsGrey : HoldsYcc)
            )
                return null;
            bool isGrey = holds == HoldsGrey;
            int stride = width * head.Components.Count;
            byte[] samples = GC.AllocateUninitializedArray<byte>(height * stride);
            fixed (byte* to = samples)
                isWarnedOf =
                    library.Decompress(
                        decompressor,
                        bytes,
                        length,
                        to,
                        width,
                        stride,
                        height,
                        isGrey ? AsGrey : AsRgb,
                        0
                    ) == Failed;
            if (isWarnedOf)
                return null;
            return Raster.OfBytes(height, width, isGrey ? Photometric.Grey : Photometric.Rgb, samples);
        }
    }

    /// <summary>The functions of turbojpeg.h that are used. Sizes in bytes are C's unsigned long.</summary>
    private sealed class Library
    {
        public delegate* unmanaged[Cdecl]<nint> Start;
        public delegate* unmanaged[Cdecl]<nint, int> End;
        public delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int> Head;
        public delegate* unmanaged[Cdecl]<
            nint,
            byte*,
            CULong,
            byte*,
            int,
            int,
            int,
            int,
            int,
            int> Decompress;

        /// <summary>There since 2.0, whose decompressor calls damage a failure; not called.</summary>
        public nint ErrorCode;

        public static Library? Load() =>
            SystemLibrary.Bind(
                s_names,
                library => new Library
                {
                    Start = (delegate* unmanaged[Cdecl]<nint>)library["tjInitDecompress"],
                    End = (delegate* unmanaged[Cdecl]<nint, int>)library["tjDestroy"],
                    Head = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int>)
                        library["tjDecompressHeader3"],
                    Decompress = (delegate* unmanaged[Cdecl]<
                        nint,
                        byte*,
                        CULong,
                        byte*,
                        int,
                        int,
                        int,
                        int,
                        int,
                        int>)
                        library["tjDecompress2"],
                    ErrorCode = library["tjGetErrorCode"],
                }
            );
    }
}
