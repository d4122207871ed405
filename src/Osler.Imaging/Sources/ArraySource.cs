using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Sources;

/// <summary>One array of images with the part that it is: [n, H, W] grey, [n, H, W, 3] colour, or [n, D, H, W] volumes.</summary>
/// <param name="Images">The images.</param>
/// <param name="Part">The part that all of them belong to.</param>
internal readonly record struct ArrayPart(NumberArray Images, GivenPart Part);

/// <summary>Images that lie in arrays, as those of MNIST and MedMNIST do.</summary>
public sealed class ArraySource : IImageSource
{
    private readonly ImmutableArray<ArrayPart> _parts;
    private readonly int[] _starts;

    internal ArraySource(string name, ImmutableArray<ArrayPart> parts, ImageLabels labels)
    {
        (Name, _parts, Labels) = (name, parts, labels);
        _starts = new int[parts.Length + 1];
        for (int i = 0; i < parts.Length; i++)
        {
            RequireImages(parts[i].Images);
            _starts[i + 1] = checked(_starts[i] + parts[i].Images.Slices);
        }
        if (labels.Count != Count)
            throw new DataException($"There are {Count} images and {labels.Count} labels.", name);
        Fingerprint = Print();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public int Count => _starts[^1];

    /// <inheritdoc/>
    public ImageLabels Labels { get; }

    /// <inheritdoc/>
    public ImageCase Case(int index)
    {
        var (part, row) = At(index);
        return new(ArrayImage.NameOf(part.Images, row), part.Part);
    }

    /// <inheritdoc/>
    public IImage Read(int index)
    {
        var (part, row) = At(index);
        return ArrayImage.Of(part.Images, row);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in _parts)
            part.Images.Dispose();
    }

    private (ArrayPart Part, int Row) At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        int part = 0;
        while (index >= _starts[part + 1])
            part++;
        return (_parts[part], index - _starts[part]);
    }

    private static void RequireImages(NumberArray array)
    {
        if (array.Shape.Length < 2 || !ArrayImage.Fits(array.Shape.AsSpan()[1..]))
            throw new DataException(
                $"An array of shape {Arrays.Arrays.Shown(array.Shape)} holds no images; [n, height, width], [n, height, width, 3] or [n, depth, height, width] does.",
                array.Where
            );
    }

    private string Print()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in _parts)
        {
            hash.AppendData(
                Encoding.UTF8.GetBytes(
                    $"{part.Part} {part.Images.Kind} [{string.Join(",", part.Images.Shape)}]\n"
                )
            );
            // The numbers as Read gives them: bytes as bytes, all others as floats.
            bool isBytes = part.Images.Kind == NumberKind.UInt8;
            byte[] slice = new byte[checked(part.Images.SliceLength * (isBytes ? 1 : sizeof(float)))];
            for (int i = 0; i < part.Images.Slices; i++)
            {
                if (isBytes)
                    part.Images.ReadBytes(i, 1, slice);
                else
                    part.Images.Read(i, MemoryMarshal.Cast<byte, float>(slice.AsSpan()));
                hash.AppendData(slice);
            }
        }
        for (int i = 0; i < Labels.Count; i++)
            hash.AppendData(MemoryMarshal.AsBytes(Labels.Of(i)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
