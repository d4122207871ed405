using System.IO.Compression;
using Osler.Core.Bundles;
using Osler.Core.Texts;
using Osler.Core.Weights;
using Osler.Imaging.Arrays;
using Osler.Imaging.Nifti;
using Osler.Imaging.Tests.Dicom;

namespace Osler.Imaging.Tests.Fuzz;

/// <summary>A reader of files that come from anybody, with files to start from.</summary>
/// <param name="Name">The format.</param>
/// <param name="Corpus">Sound files, small ones.</param>
/// <param name="Read">Reads all that a file offers.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Corpus, Action<byte[]> Read);

/// <summary>The readers that are fuzzed.</summary>
internal static class FuzzTargets
{
    public static readonly string[] Names =
    [
        "dicom",
        "npy",
        "npz",
        "idx",
        "nifti",
        "matlab",
        "pickle",
        "safetensors",
        "exam",
        "corpus",
    ];

    public static FuzzTarget Of(string name) =>
        name switch
        {
            "dicom" => new(name, [.. FuzzTests.Written()], FuzzTests.Read),
            "npy" => new(name, Goldens("arrays", ".npy"), bytes => Temporary(bytes, ReadNpy)),
            "npz" => new(name, Goldens("arrays", ".npz"), ReadNpz),
            "idx" => new(name, IdxFiles(), bytes => Temporary(bytes, ReadIdx)),
            "nifti" => new(name, Goldens("nifti", ".nii", ".gz"), bytes => NiftiFile.Read(bytes, "fuzzed")),
            "matlab" => new(
                name,
                Goldens("matlab", ".mat"),
                bytes => Temporary(bytes, path => MatlabStructs.Read(path, "synsets"))
            ),
            "pickle" => new(name, Goldens("weights", ".pth", ".th"), ReadTorch),
            "safetensors" => new(name, [Tensors()], ReadTensors),
            "exam" => new(name, [Exam], ReadExam),
            "corpus" => new(name, [Corpus, "A book.\n\nIts second page."u8.ToArray()], ReadCorpus),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such target."),
        };

    private static byte[] Exam { get; } =
        """
        {"question": "Which vitamin?", "options": {"A": "A", "B": "C"}, "answer_idx": "B", "answer": "C", "meta_info": "step1"}
        {"question": "Do rats run?", "context": {"contexts": ["Fifty \u00e9 ran."]}, "final_decision": "maybe"}
        {"question": "Which?", "options": ["x", "y", "z"], "answer_idx": 2, "more": [1, {"a": null}]}
        """u8.ToArray();

    private static byte[] Corpus { get; } =
        """
        {"title": "Spleen", "text": "It is soft. It is red."}
        {"contents": "It lies on the left."}
        """u8.ToArray();

    private static void ReadExam(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        ExamQuestions.Read(stream, "fuzzed");
    }

    private static void ReadCorpus(byte[] bytes)
    {
        using var text = new MemoryStream(bytes);
        _ = Passages.Text(text, "fuzzed").Count();
        using var lines = new MemoryStream(bytes);
        _ = Passages.Json(lines, "fuzzed").Count();
    }

    private static List<byte[]> Goldens(string folder, params string[] endings) =>
        [
            .. Directory
                .EnumerateFiles(Found.Golden(folder))
                .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllBytes)
                .Where(bytes => bytes.Length < 50_000),
        ];

    private static void ReadNpy(string path)
    {
        using var array = Imaging.Arrays.Npy.Open(path, s_small);
        ReadAll(array);
    }

    private static void ReadNpz(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var archive = Imaging.Arrays.Npz.Read(stream, "fuzzed", s_small);
        foreach (string name in archive.Names.Take(20))
        {
            using var array = archive.Array(name);
            ReadAll(array);
        }
    }

    private static void ReadIdx(string path)
    {
        using var array = Imaging.Arrays.Idx.Open(path, s_small);
        ReadAll(array);
    }

    private static void ReadAll(NumberArray array)
    {
        if (array.SliceLength is < 1 or > 1 << 20)
            return;
        float[] slice = new float[array.SliceLength];
        for (int i = 0; i < Math.Min(3, array.Slices); i++)
            array.Read(i, slice);
    }

    private static byte[][] IdxFiles()
    {
        byte[] images =
        [
            0,
            0,
            8,
            3,
            0,
            0,
            0,
            2,
            0,
            0,
            0,
            3,
            0,
            0,
            0,
            2,
            .. Enumerable.Range(0, 12).Select(i => (byte)i),
        ];
        byte[] floats = [0, 0, 0x0D, 1, 0, 0, 0, 2, 0x3F, 0x80, 0, 0, 0x40, 0, 0, 0];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(images);
        return [images, floats, packed.ToArray()];
    }

    private static void ReadTorch(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        TorchFile.Read(stream, "fuzzed");
    }

    private static byte[] Tensors()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(
            stream,
            new Dictionary<string, TensorData>
            {
                ["a"] = new([2, 3], new float[6]),
                ["b.weight"] = new([4], new float[4]),
            }
        );
        return stream.ToArray();
    }

    private static void ReadTensors(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        Safetensors.Read(stream, "fuzzed");
    }

    private static readonly ArrayReading s_small = ArrayReading.Default;

    private static void Temporary(byte[] bytes, Action<string> read)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
