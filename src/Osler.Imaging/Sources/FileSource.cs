using System.Collections.Immutable;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Osler.Core.Faults;
using Osler.Imaging.Files;
using Osler.Imaging.Nifti;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Sources;

/// <summary>One file of a store as a case.</summary>
/// <param name="File">Its path in the store.</param>
/// <param name="Part">The part that the data set puts it in.</param>
/// <param name="Patient">The patient, where known.</param>
internal readonly record struct FileCase(string File, GivenPart Part, string? Patient);

/// <summary>
/// Images that are files, in a folder or a zip archive: pictures, DICOM objects, NIfTI volumes and NumPy arrays, told by
/// their content.
/// </summary>
public sealed class FileSource : IImageSource
{
    private readonly ImageStore _store;
    private readonly ImmutableArray<FileCase> _cases;
    private readonly Lazy<string> _fingerprint;

    internal FileSource(
        ImageStore store,
        ImmutableArray<FileCase> cases,
        ImageLabels labels,
        ImmutableArray<string> remarks
    )
    {
        (_store, _cases, Labels, Remarks) = (store, cases, labels, store.Remarks.AddRange(remarks));
        _fingerprint = new(Print);
    }

    /// <inheritdoc/>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_store.Where)));

    /// <inheritdoc/>
    public string Fingerprint => _fingerprint.Value;

    /// <inheritdoc/>
    public int Count => _cases.Length;

    /// <inheritdoc/>
    public ImageLabels Labels { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> Remarks { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> Contents { get; init; } = [];

    /// <inheritdoc/>
    public ImageCase Case(int index) =>
        new(_store.Shown(_cases[index].File), _cases[index].Part, _cases[index].Patient);

    /// <inheritdoc/>
    public IImage Read(int index) => Read(index, null);

    /// <inheritdoc/>
    public IImage Read(int index, ImageTarget? target)
    {
        string file = _cases[index].File;
        return Decode(_store.Read(file), _store.Shown(file), target);
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    /// <summary>Decodes a file of any of the kinds that are read.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <param name="target">The size that it will be resized to, where that is known.</param>
    /// <exception cref="DataException">It is of none of the kinds, or damaged.</exception>
    public static IImage Decode(byte[] content, string where, ImageTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (DicomSource.Is(content, where))
            return DicomSource.Read(content, where);
        if (NiftiFile.Is(content))
            return NiftiFile.Read(content, where).Flat();
        if (ArrayFile.Is(content))
            return ArrayFile.Read(content, where);
        return content.Length == 0 || ImageFormats.Of(content) is not null
            ? ImageFile.Read(content, where, target)
            : throw new DataException(
                "The file is no image that is read here: it begins like no PNG, JPEG, TIFF, WebP, GIF or BMP, no DICOM object, no NIfTI volume (.nii, .nii.gz) and no NumPy array (.npy, .npz).",
                where,
                "Save it in one of these formats; a file cut off at its beginning can't be mended."
            );
    }

    /// <summary>SHA-256 over each file's path and XXH128, and the labels.</summary>
    private string Print()
    {
        var prints = new UInt128[Count];
        Parallel.For(0, Count, i => prints[i] = Print(_cases[i].File));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < Count; i++)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{_cases[i].File}\n{prints[i]:x32}\n{_cases[i].Part}\n"));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Labels.Of(i)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // 0 of one that can't be read, which reading it will tell.
    private UInt128 Print(string file)
    {
        try
        {
            return XxHash128.HashToUInt128(_store.Read(file));
        }
        catch (DataException)
        {
            return 0;
        }
    }
}
