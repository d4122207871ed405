using System.IO.Hashing;
using System.Runtime.InteropServices;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Files;

/// <summary>Tells the same pixels again, whatever file they came in.</summary>
public static class ContentHash
{
    /// <summary>As of a still image or of a volume, whichever it is.</summary>
    /// <param name="image">The image.</param>
    public static UInt128 Of(IImage image) => image is Volume volume ? Of(volume) : Of((Raster)image);

    /// <summary>128 bits of an image's size and samples (XXH128): equal for equal images, and in practice for no others.</summary>
    /// <param name="image">A grey image with three equal channels counts as its one channel.</param>
    public static UInt128 Of(Raster image)
    {
        ArgumentNullException.ThrowIfNull(image);
        bool repeats = image.Photometric == Photometric.Rgb && image.IsGrey;
        var hash = new XxHash128();
        Span<int> size = [image.Height, image.Width, repeats ? 1 : image.Channels, image.IsBytes ? 1 : 4];
        hash.Append(MemoryMarshal.AsBytes(size));
        if (!repeats)
            hash.Append(image.IsBytes ? image.Bytes : MemoryMarshal.AsBytes(image.Floats));
        else if (image.IsBytes)
            hash.Append(Raster.FirstChannel(image.Bytes));
        else
            hash.Append(MemoryMarshal.AsBytes<float>(Raster.FirstChannel(image.Floats)));
        return hash.GetCurrentHashAsUInt128();
    }

    /// <summary>As of a still image, of all slices.</summary>
    /// <param name="volume">The volume.</param>
    public static UInt128 Of(Volume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        var hash = new XxHash128();
        Span<int> size = [volume.Depth, volume.Height, volume.Width, volume.IsBytes ? 1 : 4];
        hash.Append(MemoryMarshal.AsBytes(size));
        for (int slice = 0; slice < volume.Depth; slice++)
        {
            var image = volume.Slice(slice);
            hash.Append(image.IsBytes ? image.Bytes : MemoryMarshal.AsBytes(image.Floats));
        }
        return hash.GetCurrentHashAsUInt128();
    }
}
