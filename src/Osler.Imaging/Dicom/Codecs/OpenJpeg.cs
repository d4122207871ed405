using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Osler.Core.Faults;
using Osler.Imaging.Dicom.Pixels;
using Osler.Imaging.Files;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>The system's openjpeg 2 (libopenjp2, BSD licence), called directly; it is not shipped.</summary>
/// <remarks>
/// Used are functions and leading fields that have not changed since 2.1 (openjpeg.h). The stream is read from memory
/// through callbacks that check every bound.
/// </remarks>
internal static unsafe class OpenJpeg
{
    private static readonly string[] s_names =
    [
        "libopenjp2.so.7",
        "libopenjp2.7.dylib",
        "openjp2.dll",
        "libopenjp2.dll",
        "libopenjp2",
    ];

    /// <summary>opj_dparameters_t has about 8,300 bytes; the library fills it itself.</summary>
    private const int ParametersSize = 1 << 15;

    private static readonly Lazy<Library?> s_library = new(Library.Load);

    /// <summary>Takes the samples [H, W] of one component.</summary>
    public delegate void Take(ReadOnlySpan<int> samples, int component);

    /// <summary>Decodes a stream and hands over its components, one by one.</summary>
    /// <exception cref="DataException">The library isn't there, or can't decode the stream.</exception>
    public static void Decode(
        ReadOnlySpan<byte> stream,
        bool isBoxed,
        PixelDescription description,
        Take take
    )
    {
        var library =
            s_library.Value
            ?? throw new DataException(
                "JPEG 2000 needs the library openjpeg, which this system does not have.",
                description.Where,
                "Install it: libopenjp2-7 (Debian, Ubuntu), openjpeg2 (RHEL, Fedora), openjpeg (Homebrew, vcpkg)."
            );
        fixed (byte* bytes = stream)
        {
            var source = new Input
            {
                Bytes = bytes,
                Length = stream.Length,
                At = 0,
            };
            nint codec = library.CreateDecompress(isBoxed ? 2 : 0);
            nint opened = library.StreamCreate(1 << 16, 1);
            Image* image = null;
            byte* parameters = stackalloc byte[ParametersSize];
            try
            {
                library.StreamSetRead(opened, &Read);
                library.StreamSetSkip(opened, &Skip);
                library.StreamSetSeek(opened, &Seek);
                library.StreamSetUserData(opened, &source, null);
                library.StreamSetLength(opened, (ulong)stream.Length);
                library.SetDefaults(parameters);
                bool isDecoded =
                    library.SetupDecoder(codec, parameters) != 0
                    && library.ReadHeader(opened, codec, &image) != 0
                    && library.Decode(codec, opened, image) != 0
                    && library.EndDecompress(codec, opened) != 0;
                if (!isDecoded)
                    throw new DataException(
                        "A JPEG 2000 frame is damaged.",
                        description.Where,
                        "The file is cut short or damaged; get it again."
                    );
                Hand(image, description, take);
            }
            finally
            {
                if (image is not null)
                    library.ImageDestroy(image);
                library.StreamDestroy(opened);
                library.DestroyCodec(codec);
            }
        }
    }

    private static void Hand(Image* image, PixelDescription description, Take take)
    {
        int count = description.Samples;
        int pixels = description.PixelsOfFrame;
        if (image->Count < count)
            throw new DataException("A JPEG 2000 frame lacks components.", description.Where);
        for (int c = 0; c < count; c++)
        {
            var component = image->Components + c;
            if (
                component->Data is null
                || component->Width != description.Columns
                || component->Height != description.Rows
            )
                throw new DataException(
                    "A component of a JPEG 2000 frame has another size.",
                    description.Where
                );
            take(new(component->Data, pixels), c);
        }
    }

    private struct Input
    {
        public byte* Bytes;
        public long Length;
        public long At;
    }

    /// <summary>opj_image_t, to its components.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Image
    {
        public uint Left;
        public uint Top;
        public uint Right;
        public uint Bottom;
        public uint Count;
        public int ColorSpace;
        public Component* Components;
    }

    /// <summary>opj_image_comp_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Component
    {
        public uint StepX;
        public uint StepY;
        public uint Width;
        public uint Height;
        public uint Left;
        public uint Top;
        public uint Precision;
        public uint BitsDeprecated;
        public uint IsSigned;
        public uint Resolutions;
        public uint Factor;
        public int* Data;
        public ushort Alpha;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint Read(void* to, nuint wanted, void* user)
    {
        var source = (Input*)user;
        long left = source->Length - source->At;
        if (left <= 0)
            return nuint.MaxValue;
        long count = Math.Min(left, wanted > long.MaxValue ? long.MaxValue : (long)wanted);
        Buffer.MemoryCopy(source->Bytes + source->At, to, (long)wanted, count);
        source->At += count;
        return (nuint)count;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Skip(long count, void* user)
    {
        var source = (Input*)user;
        long to = Math.Clamp(source->At + count, 0, source->Length);
        long skipped = to - source->At;
        source->At = to;
        return skipped == 0 && count != 0 ? -1 : skipped;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Seek(long to, void* user)
    {
        var source = (Input*)user;
        if (to < 0 || to > source->Length)
            return 0;
        source->At = to;
        return 1;
    }

    /// <summary>The functions of openjpeg.h that are used.</summary>
    private sealed class Library
    {
        public delegate* unmanaged[Cdecl]<int, nint> CreateDecompress;
        public delegate* unmanaged[Cdecl]<nint, void> DestroyCodec;
        public delegate* unmanaged[Cdecl]<byte*, void> SetDefaults;
        public delegate* unmanaged[Cdecl]<nint, byte*, int> SetupDecoder;
        public delegate* unmanaged[Cdecl]<nint, nint, Image**, int> ReadHeader;
        public delegate* unmanaged[Cdecl]<nint, nint, Image*, int> Decode;
        public delegate* unmanaged[Cdecl]<nint, nint, int> EndDecompress;
        public delegate* unmanaged[Cdecl]<Image*, void> ImageDestroy;
        public delegate* unmanaged[Cdecl]<nuint, int, nint> StreamCreate;
        public delegate* unmanaged[Cdecl]<nint, void> StreamDestroy;
        public delegate* unmanaged[Cdecl]<
            nint,
            delegate* unmanaged[Cdecl]<void*, nuint, void*, nuint>,
            void> StreamSetRead;
        public delegate* unmanaged[Cdecl]<
            nint,
            delegate* unmanaged[Cdecl]<long, void*, long>,
            void> StreamSetSkip;
        public delegate* unmanaged[Cdecl]<
            nint,
            delegate* unmanaged[Cdecl]<long, void*, int>,
            void> StreamSetSeek;
        public delegate* unmanaged[Cdecl]<nint, void*, void*, void> StreamSetUserData;
        public delegate* unmanaged[Cdecl]<nint, ulong, void> StreamSetLength;

        public static Library? Load() =>
            SystemLibrary.Bind(
                s_names,
                library => new Library
                {
                    CreateDecompress = (delegate* unmanaged[Cdecl]<int, nint>)
                        library["opj_create_decompress"],
                    DestroyCodec = (delegate* unmanaged[Cdecl]<nint, void>)library["opj_destroy_codec"],
                    SetDefaults = (delegate* unmanaged[Cdecl]<byte*, void>)
                        library["opj_set_default_decoder_parameters"],
                    SetupDecoder = (delegate* unmanaged[Cdecl]<nint, byte*, int>)library["opj_setup_decoder"],
                    ReadHeader = (delegate* unmanaged[Cdecl]<nint, nint, Image**, int>)
                        library["opj_read_header"],
                    Decode = (delegate* unmanaged[Cdecl]<nint, nint, Image*, int>)library["opj_decode"],
                    EndDecompress = (delegate* unmanaged[Cdecl]<nint, nint, int>)
                        library["opj_end_decompress"],
                    ImageDestroy = (delegate* unmanaged[Cdecl]<Image*, void>)library["opj_image_destroy"],
                    StreamCreate = (delegate* unmanaged[Cdecl]<nuint, int, nint>)library["opj_stream_create"],
                    StreamDestroy = (delegate* unmanaged[Cdecl]<nint, void>)library["opj_stream_destroy"],
                    StreamSetRead = (delegate* unmanaged[Cdecl]<
                        nint,
                        delegate* unmanaged[Cdecl]<void*, nuint, void*, nuint>,
                        void>)
                        library["opj_stream_set_read_function"],
                    StreamSetSkip = (delegate* unmanaged[Cdecl]<
                        nint,
                        delegate* unmanaged[Cdecl]<long, void*, long>,
                        void>)
                        library["opj_stream_set_skip_function"],
                    StreamSetSeek = (delegate* unmanaged[Cdecl]<
                        nint,
                        delegate* unmanaged[Cdecl]<long, void*, int>,
                        void>)
                        library["opj_stream_set_seek_function"],
                    StreamSetUserData = (delegate* unmanaged[Cdecl]<nint, void*, void*, void>)
                        library["opj_stream_set_user_data"],
                    StreamSetLength = (delegate* unmanaged[Cdecl]<nint, ulong, void>)
                        library["opj_stream_set_user_data_length"],
                }
            );
    }
}
