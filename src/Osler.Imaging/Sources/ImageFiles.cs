using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Words;
using Osler.Imaging.Dicom;
using Osler.Imaging.Files;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Sources;

/// <summary>
/// Images of which nothing but the pixels is asked: one file, or all of a folder, a zip archive or a DICOMDIR.
/// </summary>
/// <remarks>Reading is safe from several threads at once.</remarks>
public sealed class ImageFiles : IDisposable
{
    private readonly string _path;
    private readonly ImageStore? _store;

    private ImageFiles(string path, ImageStore? store) => (_path, _store) = (path, store);

    /// <summary>Whether it is one file, and no collection of them.</summary>
    public bool IsOne => _store is null;

    /// <summary>How many images there may be; files that are hidden or surely no images are left out.</summary>
    public int Count => _store?.Names.Length ?? 1;

    /// <summary>What was passed over, counted and named, each in a sentence; of one file nothing is.</summary>
    public ImmutableArray<string> Remarks =>
        _store is null ? []
        : _store.PassedOver.IsEmpty ? _store.Remarks
        : _store.Remarks.Add(
            $"{Counted.Of(_store.PassedOver.Length, "file", "files")} in {Path.GetFileName(Path.TrimEndingDirectorySeparator(_path))} {(_store.PassedOver.Length == 1 ? "is no image by its ending and was" : "are no images by their endings and were")} passed over: {Some.Of(_store.PassedOver, 5)}."
        );

    /// <summary>The files' paths where they lie by themselves; those of an archive have none.</summary>
    public ImmutableArray<string> Paths =>
        _store is null ? [_path] : [.. _store.Names.Select(_store.PathOf).OfType<string>()];

    /// <summary>Opens a picture, a DICOM object, a NIfTI volume or a NumPy array, or a folder, a zip archive or a DICOMDIR of them.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="DataException">Absent, unreadable, or with no file that may be an image.</exception>
    public static ImageFiles Open(string path)
    {
        if (
            Directory.Exists(path)
            || DicomDirectory.IsNamed(path)
            || !File.Exists(path)
            || (!IsEmpty(path) && ImageStore.IsZip(path))
        )
            return new(path, ImageStore.Open(path));
        return new(path, null);
    }

    /// <summary>What to call an image: the path as given, or the folder's or archive's name and the path in it.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    public string Name(int index) => _store?.Shown(_store.Names[index]) ?? _path;

    /// <summary>Reads an image.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <param name="target">The size that it will be resized to; null for all pixels.</param>
    /// <exception cref="DataException">It can't be read, is no image, or damaged; the message names it.</exception>
    public IImage Read(int index, ImageTarget? target = null)
    {
        string name = Name(index);
        // A pipe has no length either; reading it could wait for ever.
        if ((_store is null ? _path : _store.PathOf(_store.Names[index])) is { } path && IsEmpty(path))
            throw new DataException(
                "The file is empty, or it is a pipe or a device.",
                name,
                "Get the file again."
            );
        byte[] content = _store is null ? FileReading.Whole(_path, _path) : _store.Read(_store.Names[index]);
        return FileSource.Decode(content, name, target);
    }

    /// <inheritdoc/>
    public void Dispose() => _store?.Dispose();

    private static bool IsEmpty(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == 0;
    }
}
