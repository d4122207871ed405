using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Imaging.Dicom;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Sources;

/// <summary>DICOM objects as cases: their pixels, and whose they are.</summary>
internal static class DicomSource
{
    private static readonly string[] Endings = [".dcm", ".dicom", ".ima"];

    /// <summary>Whether a file is one: by the mark that follows the preamble, or by its name where there is no preamble.</summary>
    public static bool Is(ReadOnlySpan<byte> start, string name) =>
        Part10.HasMark(start)
        || Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>One frame as a still image, several grey ones as a volume.</summary>
    /// <exception cref="DataException">No pixels, damaged, or several frames in colour or of different kinds.</exception>
    public static IImage Read(byte[] content, string where)
    {
        var image = DicomFile.Read(content, where).Image();
        if (image.Frames == 1)
            return image.Frame();
        if (image.IsColor)
            throw new DataException(
                $"The object is a film of {image.Frames} frames in colour.",
                where,
                "Save the frame that is meant as an image of its own."
            );
        Volume.RequireSize(image.Frames, image.Rows, image.Columns, where);
        var first = image.Frame();
        return Volume.OfSlices(
            image.Frames,
            first,
            i =>
            {
                var frame = image.Frame(i);
                return frame.IsBytes == first.IsBytes && frame.Range.Unit == first.Range.Unit
                    ? frame
                    : throw new DataException($"Frame {i + 1} measures otherwise than the first.", where);
            }
        );
    }

    /// <summary>
    /// The patient of each file, as a hash; null of a file that is no DICOM object, names none, or can't be read (which
    /// reading its image will tell).
    /// </summary>
    public static string?[] Patients(ImageStore store, IReadOnlyList<string> names)
    {
        string?[] patients = new string?[names.Count];
        Parallel.For(0, names.Count, i => patients[i] = Patient(store, names[i]));
        return patients;
    }

    private static string? Patient(ImageStore store, string name)
    {
        try
        {
            if (!Is(store.Start(name, 132), name))
                return null;
            var file = store.PathOf(name) is { } path
                ? DicomFile.OpenHeader(path)
                : DicomFile.Read(store.Read(name), store.Shown(name));
            return string.IsNullOrWhiteSpace(file.Case.PatientId)
                ? null
                : IdentifierHash.Of(file.Case.PatientId.Trim()).ToString("x16", CultureInfo.InvariantCulture);
        }
        catch (DataException)
        {
            return null;
        }
    }
}
