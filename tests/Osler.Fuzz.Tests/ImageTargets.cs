using Osler.Core.Faults;
using Osler.Imaging.Arrays;
using Osler.Imaging.Boxes;
using Osler.Imaging.Files;
using Osler.Imaging.Nifti;
using Osler.Imaging.Sources;
using Osler.Imaging.Tests.Dicom;
using Osler.Tests.Shared;

namespace Osler.Fuzz.Tests;

/// <summary>Readers of images and arrays.</summary>
internal static class ImageTargets
{
    // Larger arrays are refused, so that what a file of some hundred bytes may take is known.
    private const int LargestSlice = 1 << 20;

    public static FuzzTarget Dicom { get; } =
        new("dicom", [.. SmallObjects.Written(), .. CorpusFiles.Real("dicom", "")], SmallObjects.Read)
        {
            Words =
            [
                .. CorpusFiles.Texts(
                    "DICM",
                    "OB",
                    "OW",
                    "SQ",
                    "UN",
                    "US",
                    "UI",
                    "1.2.840.10008.1.2.4.90",
                    "YBR_FULL_422"
                ),
                [0xFE, 0xFF, 0x00, 0xE0],
                [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0],
                [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0],
                [0xE0, 0x7F, 0x10, 0x00],
                [0xFF, 0xFF, 0xFF, 0xFF],
                [0xFF, 0xD8, 0xFF],
                [0xFF, 0xDA],
                [0xFF, 0xD9],
            ],
        };

    public static FuzzTarget Npy { get; } =
        new(
            "npy",
            CorpusFiles.Goldens("arrays", ".npy"),
            bytes => ReadAll(Osler.Imaging.Arrays.Npy.Read(new MemoryStream(bytes), bytes.Length, "fuzzed"))
        )
        {
            Words = CorpusFiles.Texts(
                "'descr'",
                "'fortran_order'",
                "'shape'",
                "True",
                "'<f4'",
                "'|u1'",
                "'>i8'",
                "'|O'",
                "(",
                ",)",
                "{",
                "}"
            ),
        };

    public static FuzzTarget Npz { get; } =
        new("npz", CorpusFiles.Goldens("arrays", ".npz"), ReadNpz)
        {
            Words =
            [
                [0x50, 0x4B, 1, 2],
                [0x50, 0x4B, 3, 4],
                [0x50, 0x4B, 5, 6],
                [0x50, 0x4B, 6, 6],
                .. CorpusFiles.Texts(".npy", "../", "/"),
            ],
        };

    public static FuzzTarget ArrayImage { get; } =
        new(
            "array-image",
            [
                MadeNpz.Npy("|u1", [2, 3, 4], new byte[24]),
                MadeNpz.Npy("|u1", [3, 3], new byte[9]),
                MadeNpz.Npy("<f4", [2, 2, 3], new byte[48]),
                .. CorpusFiles.Goldens("arrays", ".npz"),
            ],
            bytes => FileSource.Decode(bytes, "fuzzed.npy")
        )
        {
            Words = CorpusFiles.Texts("'descr'", "'shape'", "'<f8'", "'<u2'", "'|b1'", "(", ", 3)", ", 0)"),
        };

    public static FuzzTarget Marks { get; } =
        new(
            "marks",
            [
                ImageMarks.Of([]).Write(),
                ImageMarks.Of([1]).Write(),
                ImageMarks.Of([7, 1UL << 40, ulong.MaxValue]).Write(),
            ],
            ReadMarks
        );

    public static FuzzTarget Idx { get; } =
        new(
            "idx",
            CorpusFiles.Idx(),
            bytes => ReadAll(Osler.Imaging.Arrays.Idx.Read(new MemoryStream(bytes), "fuzzed"))
        );

    public static FuzzTarget Nifti { get; } =
        new("nifti", CorpusFiles.Goldens("nifti", ".nii", ".gz"), bytes => NiftiFile.Read(bytes, "fuzzed"))
        {
            Words = CorpusFiles.Texts("n+1\0", "ni1\0", "n+2\0"),
        };

    public static FuzzTarget Matlab { get; } =
        new(
            "matlab",
            CorpusFiles.Goldens("matlab", ".mat"),
            bytes => TemporaryFile.With(bytes, path => MatlabStructs.Read(path, "synsets"))
        );

    public static FuzzTarget Hdf5 { get; } =
        new("hdf5", CorpusFiles.Goldens("arrays", ".h5"), bytes => TemporaryFile.With(bytes, ReadHdf5))
        {
            MostAllocated = WeightTargets.MostOfHdf5,
        };

    public static FuzzTarget Bitmap { get; } =
        new("bitmap", CorpusFiles.Goldens("files", ".bmp"), bytes => ImageFile.Read(bytes, "fuzzed.bmp"));

    public static FuzzTarget Boxes { get; } =
        new(
            "boxes",
            CorpusFiles.Texts(
                "<annotation><size><width>50</width></size><object><name>n01440764</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox></object></annotation>"
            ),
            bytes => BoxAnnotation.Read(new MemoryStream(bytes), "fuzzed")
        )
        {
            Words = CorpusFiles.Texts(
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
                "&b;",
                "<object>",
                "</object>",
                "<!--",
                "<![CDATA[",
                "1e9"
            ),
        };

    // What is read is written again byte by byte the same, or another file would pass for this one.
    private static void ReadMarks(byte[] bytes)
    {
        var marks = ImageMarks.Read(bytes, "fuzzed");
        if (!marks.Write().AsSpan().SequenceEqual(bytes))
            throw new InvalidOperationException("The marks that were read are not those of the file.");
    }

    private static void ReadNpz(byte[] bytes)
    {
        using var archive = Osler.Imaging.Arrays.Npz.Read(new MemoryStream(bytes), "fuzzed");
        foreach (string name in archive.Names.Take(20))
            ReadAll(archive.Array(name));
    }

    private static void ReadHdf5(string path)
    {
        using var file = Osler.Imaging.Arrays.Hdf5.Open(path);
        foreach (string name in file.Names.Take(20))
            try
            {
                ReadAll(file.Array(name));
            }
            catch (DataException)
            {
                // Some of the corpus's arrays are of kinds that are refused.
            }
    }

    private static void ReadAll(NumberArray array)
    {
        using (array)
        {
            if (array.SliceLength is < 1 or > LargestSlice)
                return;
            float[] slice = new float[array.SliceLength];
            for (int i = 0; i < Math.Min(3, array.Slices); i++)
                array.Read(i, slice);
        }
    }
}
