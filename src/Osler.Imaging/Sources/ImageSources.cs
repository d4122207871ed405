using Osler.Core.Faults;
using Osler.Imaging.Dicom;

namespace Osler.Imaging.Sources;

/// <summary>Finds out what kind of source a path is.</summary>
public static class ImageSources
{
    /// <summary>Whether a path holds the images themselves, not a table of their paths: a folder, a DICOMDIR, or by its ending an archive.</summary>
    /// <param name="path">A path.</param>
    public static bool Holds(string path) =>
        Directory.Exists(path)
        || DicomDirectory.IsNamed(path)
        || Path.GetExtension(path).ToLowerInvariant() is ".npz" or ".h5" or ".hdf5" or ".zip";

    /// <summary>Opens images by their path; what they are is told by what is there.</summary>
    /// <param name="path">
    /// A folder of IDX files, the folders of ILSVRC-2012, a folder or zip archive with a folder for each class, or an <c>.npz</c> archive or HDF5 file with
    /// MedMNIST's keys.
    /// </param>
    /// <param name="names">Names of classes or findings, where the study states them; else empty.</param>
    /// <exception cref="DataException">Nothing is there, or nothing that can be read as images.</exception>
    public static IImageSource Open(string path, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (IdxFolder.Is(path))
            return IdxFolder.Open(path);
        if (DicomDirectory.IsNamed(path) && File.Exists(path))
            throw new DataException(
                "A DICOMDIR lists images; nothing in it says which classes or findings they show.",
                path,
                "Name a table of labels as the data, its column of the images' paths (images.path), and the DICOMDIR as their place (images.folder)."
            );
        if (ImagenetFolder.Is(path))
            return ImagenetFolder.Open(path);
        if (ClassFolders.Is(path))
            return ClassFolders.Open(path, names);
        bool there = File.Exists(path);
        if (there && (Holds(path) || ArrayArchive.Is(path)))
            return MedMnist.Open(path, names);
        throw new DataException(
            there
                ? "The file is no set of images with labels: neither an .npz or zip archive nor HDF5."
                : "There is no such file or folder.",
            path,
            "Give a folder or a zip archive with a folder for each class, a folder with MNIST's four IDX files, or an .npz archive or HDF5 file with the keys train_images, train_labels and so on; of a table of paths images.path names the column."
        );
    }
}
