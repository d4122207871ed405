using System.IO.Compression;
using System.Numerics.Tensors;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;
using Osler.Imaging.Files;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Nifti;

/// <summary>Volumes in the NIfTI-1 format, plain or gzipped, header and numbers in one file.</summary>
/// <remarks>
/// Cox et al., "A (sort of) new image data format standard: NIfTI-1", 2004, and nifti1.h: a header of 348 bytes whose
/// first field tells the byte order, numbers from vox_offset on, the first axis fastest, times scl_slope plus scl_inter
/// where the slope is not 0. Slices of the result go from feet to head, rows from front to back, columns from the
/// patient's right to left, so that a slice looks as radiologists hang it: the axes are turned and put in that order by
/// the sform matrix, else the qform quaternion, else left as they are. Oblique volumes are not resampled; the nearest
/// axes count. Of several volumes in time the first is read alone where one is asked for.
/// </remarks>
public static class NiftiFile
{
    /// <summary>Whether a file begins as NIfTI-1, plain or gzipped.</summary>
    /// <param name="content">The whole file.</param>
    public static bool Is(ReadOnlySpan<byte> content) =>
        content.Length >= NiftiHeader.Bytes
            && NiftiHeader.Begins(content)
            && content[344..347].SequenceEqual("n+1"u8)
        || content is [0x1f, 0x8b, ..];

    /// <summary>Reads a volume.</summary>
    /// <param name="path">A file <c>.nii</c> or <c>.nii.gz</c>.</param>
    /// <param name="time">Which of several volumes, from 0; null where there is to be only one.</param>
    /// <exception cref="DataException">Absent, no NIfTI-1, truncated, of complex numbers or colours, too large.</exception>
    public static Volume Read(string path, int? time = null)
    {
        try
        {
            return Read(File.ReadAllBytes(path), path, time);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"The file can't be read: {fault.Message}",
                path,
                "Check the path.",
                fault
            );
        }
    }

    /// <summary>Reads a volume of a file's bytes.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="time">Which of several volumes, from 0; null where there is to be only one.</param>
    /// <exception cref="DataException">As for a file.</exception>
    public static Volume Read(byte[] content, string where, int? time = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            if (content is not [0x1f, 0x8b, ..])
                return Read(stream, content.Length, where, time);
            using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
            return Read(unpacked, content.Length * Deflate.MostExpansion, where, time, isPacked: true);
        }
        catch (Exception fault) when (fault is EndOfStreamException or InvalidDataException)
        {
            throw Bad("it is truncated or damaged", where, fault);
        }
    }

    private static Volume Read(Stream stream, long mostBytes, string where, int? time, bool isPacked = false)
    {
        byte[] bytes = new byte[NiftiHeader.Bytes];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (isPacked && !NiftiHeader.Begins(bytes.AsSpan(0, read)))
            throw new DataException(
                "The file is compressed by gzip, and what it holds is no NIfTI volume.",
                where,
                "Unpack it first, if it is an image of another kind (gunzip, 7-Zip)."
            );
        if (read < bytes.Length)
            throw new EndOfStreamException();
        var header = NiftiHeader.Read(bytes, where);
        int chosen = time ?? 0;
        if (time is null && header.Volumes > 1)
            throw new DataException(
                $"The NIfTI file holds {header.Volumes} volumes.",
                where,
                "Save the one that is meant as a file of its own."
            );
        if (chosen >= header.Volumes)
            throw Bad($"there is no volume {chosen + 1}; there are {header.Volumes}", where);
        long voxels = header.Voxels;
        long start = header.Offset + chosen * voxels * header.VoxelBytes;
        if (start + voxels * header.VoxelBytes > mostBytes)
            throw Bad($"its {header.Shown} voxels need more bytes than the file has", where);
        Skip(stream, start - NiftiHeader.Bytes);
        float[] values = Values(stream, header, (int)voxels);
        foreach (float value in values)
            if (!float.IsFinite(value))
                throw Bad("voxels are infinite or not a number (NaN)", where);
        return Oriented(values, header);
    }

    private static void Skip(Stream stream, long bytes)
    {
        byte[] piece = new byte[4096];
        for (; bytes > 0; bytes -= Math.Min(bytes, piece.Length))
            stream.ReadExactly(piece, 0, (int)Math.Min(bytes, piece.Length));
    }

    private static float[] Values(Stream stream, NiftiHeader header, int voxels)
    {
        var grown = new List<float[]>();
        const int block = 1 << 18;
        byte[] bytes = new byte[Math.Min(voxels, block) * header.VoxelBytes];
        // Memory is taken as the numbers arrive, so that a claim without numbers behind it takes none.
        for (int done = 0; done < voxels; done += block)
        {
            int now = Math.Min(block, voxels - done);
            var piece = bytes.AsSpan(0, now * header.VoxelBytes);
            stream.ReadExactly(piece);
            NumberKinds.ToMachineOrder(piece, header.VoxelBytes, header.BigEndian);
            float[] floats = new float[now];
            NumberKinds.ToFloats(header.Kind, piece, floats);
            if (header.IsScaled)
                for (int i = 0; i < floats.Length; i++)
                    floats[i] = floats[i] * header.Slope + header.Intercept;
            grown.Add(floats);
        }
        if (grown.Count == 1)
            return grown[0];
        float[] all = new float[voxels];
        int at = 0;
        foreach (float[] part in grown)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }
        return all;
    }

    /// <summary>
    /// Puts the voxels in the order head-ward, back-ward, left-ward. Of the file's axes, which run (in RAS+) along
    /// the column of the orientation, each is given to the patient's axis that it runs along most.
    /// </summary>
    private static Volume Oriented(float[] values, NiftiHeader header)
    {
        int[] size = [header.Width, header.Height, header.Depth];
        int[] stride = [1, header.Width, header.Width * header.Height];
        var (axisOf, flips) = header.Axes();
        // Patient axes: 0 left-right (towards R is +), 1 back-front (towards A is +), 2 feet-head (towards S is +).
        int across = axisOf[0];
        int down = axisOf[1];
        int through = axisOf[2];
        // Columns from right to left, rows from front to back: against + on both; slices with +.
        bool flipAcross = header.IsOriented && !flips[0];
        bool flipDown = header.IsOriented && !flips[1];
        bool flipThrough = header.IsOriented && flips[2];
        (int depth, int height, int width) = (size[through], size[down], size[across]);
        float[] turned = new float[values.Length];
        int to = 0;
        for (int z = 0; z < depth; z++)
        for (int y = 0; y < height; y++)
        {
            int from =
                (flipThrough ? depth - 1 - z : z) * stride[through]
                + (flipDown ? height - 1 - y : y) * stride[down]
                + (flipAcross ? width - 1 : 0) * stride[across];
            int step = flipAcross ? -stride[across] : stride[across];
            for (int x = 0; x < width; x++, from += step)
                turned[to++] = values[from];
        }
        double[] spacing = header.Spacing;
        var range = RangeOf(header, turned);
        return Volume.OfFloats(
            depth,
            height,
            width,
            range,
            turned,
            (spacing[through], spacing[down], spacing[across])
        );
    }

    private static SampleRange RangeOf(NiftiHeader header, float[] values)
    {
        if (!header.IsScaled && header.Kind == NumberKind.UInt8)
            return SampleRange.Bytes;
        return SampleRange.Own(TensorPrimitives.Min<float>(values), TensorPrimitives.Max<float>(values));
    }

    internal static DataException Bad(string why, string where, Exception? inner = null) =>
        new($"The NIfTI file can't be read: {why}.", where, "Get the file again, or convert it.", inner);
}
