using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;
using Osler.Reports.Pictures;
using Osler.Studies;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests.Commands;

public sealed class VolumeBundleTests : IClassFixture<VolumeBundleTests.Fixture>, IDisposable
{
    private const int Side = MadeArchive.Side;

    /// <summary>A run on volumes of an archive, whose test volumes are at hand.</summary>
    public sealed class Fixture : IDisposable
    {
        public Fixture()
        {
            MadeArchive.Write(Archive, 1, 2, 3);
            var study = StudyFile.Open(
                "medmnist",
                [
                    "network={preset: cifar_resnet20, stride: 2}",
                    "training.epochs=4",
                    "evaluation.bootstrap_draws=100",
                    "evaluation.explain=false",
                ],
                Archive
            );
            var run = Study.Run(study, new RunOptions { OutFolder = Path.Combine(Folder, "run") });
            LogLoss = run
                .Measures.First(measure =>
                    measure is { Name: "log_loss", Model: "network", Part: "test", Outcome: "class" }
                )
                .Estimate.Value!.Value;
            using var source = MedMnist.Open(Archive);
            Test =
            [
                .. Enumerable
                    .Range(0, source.Count)
                    .Where(i => source.Case(i).Part == GivenPart.Test)
                    .Select(i => (Bytes((Volume)source.Read(i)), source.Labels.Class(i)!.Value)),
            ];
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("osler-volumes-").FullName;

        public string Archive => Path.Combine(Folder, "made.npz");

        public string Bundle => Path.Combine(Folder, "run", "bundle");

        internal double LogLoss { get; }

        /// <summary>The test volumes' voxels, slice by slice, and their classes.</summary>
        internal (byte[] Voxels, int Class)[] Test { get; }

        public void Dispose() => Directory.Delete(Folder, recursive: true);

        private static byte[] Bytes(Volume volume)
        {
            byte[] bytes = new byte[Side * Side * Side];
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)volume[i / (Side * Side), i / Side % Side, i % Side];
            return bytes;
        }
    }

    private readonly Fixture _run;
    private readonly CommandLine _cli = new();

    public VolumeBundleTests(Fixture fixture) => _run = fixture;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_test_volume_as_a_file_is_answered_as_the_run_judged_it()
    {
        Directory.CreateDirectory(_cli["volumes"]);
        foreach (var (i, (voxels, _)) in _run.Test.Index())
            File.WriteAllBytes(_cli[$"volumes/{i:00}.npy"], Npy(voxels, Side, Side, Side));

        var answers = Predicted(_cli["volumes"]);

        Assert.Equal(_run.Test.Length, answers.Count);
        double loss = answers.Zip(_run.Test, (answer, test) => -Math.Log(answer[test.Class])).Average();
        Assert.Equal(_run.LogLoss, loss, 1e-5);
    }

    [Fact]
    public void Every_format_of_one_volume_is_answered_alike()
    {
        byte[] voxels = _run.Test[0].Voxels;
        byte[] npy = Npy(voxels, Side, Side, Side);
        byte[] nifti = Nifti(voxels);
        File.WriteAllBytes(_cli["one.npy"], npy);
        File.WriteAllBytes(_cli["one.nii"], nifti);
        using (var packed = new GZipStream(File.Create(_cli["one.nii.gz"]), CompressionLevel.Fastest))
            packed.Write(nifti);
        Archive("one.npz", ("scan", npy));

        var answers = Predicted(_cli["one.npy"], _cli["one.npz"], _cli["one.nii"], _cli["one.nii.gz"]);

        Assert.Equal(4, answers.Count);
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
    }

    [Fact]
    public void A_volume_in_a_file_is_explained()
    {
        File.WriteAllBytes(_cli["one.npy"], Npy(_run.Test[0].Voxels, Side, Side, Side));
        Assert.Equal(0, _cli.Run("explain", _run.Bundle, _cli["one.npy"], "--out", _cli["heat.json"]));
        using var heat = JsonDocument.Parse(File.ReadAllText(_cli["heat.json"]));
        Assert.Equal(3, heat.RootElement.GetProperty("outcomes")[0].GetProperty("sizes").GetArrayLength());
    }

    [Fact]
    public void A_folder_of_volumes_for_each_class_is_evaluated_as_the_archive()
    {
        foreach (var (i, (voxels, @class)) in _run.Test.Index())
        {
            Directory.CreateDirectory(_cli[$"volumes/{@class}"]);
            File.WriteAllBytes(_cli[$"volumes/{@class}/{i}.npy"], Npy(voxels, Side, Side, Side));
        }
        Assert.Equal(0, _cli.Run("evaluate", _run.Bundle, "--data", _cli["volumes"], "--out", _cli["found"]));
        using var results = JsonDocument.Parse(File.ReadAllText(_cli["found/results.json"]));
        double loss = results
            .RootElement.GetProperty("measures")
            .EnumerateArray()
            .First(measure => measure.GetProperty("name").GetString() == "log_loss")
            .GetProperty("value")
            .GetDouble();
        Assert.Equal(_run.LogLoss, loss, 1e-5);
    }

    [Theory]
    [InlineData(
        "picture.png",
        "It is a still image of 12 x 12; the network has learnt from volumes of 12 x 12 x 12 alone. Give it a volume: NIfTI (.nii, .nii.gz), "
    )]
    [InlineData(
        "slice.npy",
        "It is a still image of 12 x 12; the network has learnt from volumes of 12 x 12 x 12 alone."
    )]
    [InlineData(
        "several.npy",
        "An array of shape [1, 12, 12, 12] is no image; [height, width], [height, width, 3] or, of a volume, [depth, height, width] is."
    )]
    [InlineData(
        "small.npy",
        "comes out of the preprocessing as [1, 6, 12, 12]; the network needs [1, 12, 12, 12]."
    )]
    [InlineData("nan.npy", "A pixel is not a finite number.")]
    [InlineData("two.npz", "The archive holds 2 arrays (a, b); the file of an image holds one.")]
    [InlineData("words.npy", "no NIfTI volume (.nii, .nii.gz) and no NumPy array (.npy, .npz).")]
    public void What_is_no_volume_like_those_of_training_is_refused(string file, string said)
    {
        byte[] voxels = _run.Test[0].Voxels;
        byte[] floats = new byte[voxels.Length * sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(floats.AsSpan(400), float.NaN);
        byte[] npy = Npy(voxels, Side, Side, Side);
        if (file == "two.npz")
            Archive(file, ("a", npy), ("b", npy));
        else
            File.WriteAllBytes(
                _cli[file],
                file switch
                {
                    "picture.png" => Png.Write(new Picture(Side, Side, voxels[..(Side * Side)])),
                    "slice.npy" => Npy(voxels.AsSpan(0, Side * Side), Side, Side),
                    "several.npy" => Npy(voxels, 1, Side, Side, Side),
                    "small.npy" => Npy(voxels.AsSpan(0, voxels.Length / 2), Side / 2, Side, Side),
                    "nan.npy" => MadeNpz.Npy("<f4", [Side, Side, Side], floats),
                    _ => "no array at all"u8.ToArray(),
                }
            );
        Assert.Equal(3, _cli.Run("predict", _run.Bundle, _cli[file]));
        Assert.Contains($"{file}: ", _cli.Error, StringComparison.Ordinal);
        Assert.Contains(said, _cli.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void A_volume_for_a_network_on_pictures_is_refused()
    {
        using var pictures = new SmallImageBundle();
        File.WriteAllBytes(_cli["one.npy"], Npy(_run.Test[0].Voxels, Side, Side, Side));
        Assert.Equal(3, _cli.Run("predict", pictures.Path, _cli["one.npy"]));
        Assert.Contains(
            "It is a volume of 12 x 12 x 12; the network has learnt from still images of 6 x 5 alone. Give it a still image",
            _cli.Error.ReplaceLineEndings(" "),
            StringComparison.Ordinal
        );
    }

    // The probabilities of class 0 and class 1, image by image.
    private List<double[]> Predicted(params string[] inputs)
    {
        Assert.Equal(0, _cli.Run(["predict", _run.Bundle, .. inputs, "--json"]));
        using var answer = JsonDocument.Parse(_cli.Output);
        return
        [
            .. answer
                .RootElement.GetProperty("predictions")
                .EnumerateArray()
                .Select(one =>
                    one.GetProperty("outcomes")
                        .EnumerateArray()
                        .Select(outcome => outcome.GetProperty("probability").GetDouble())
                        .ToArray()
                ),
        ];
    }

    private void Archive(string name, params ReadOnlySpan<(string Name, byte[] Npy)> arrays)
    {
        using var archive = ZipFile.Open(_cli[name], ZipArchiveMode.Create);
        foreach (var (key, npy) in arrays)
        {
            using var entry = archive.CreateEntry($"{key}.npy").Open();
            entry.Write(npy);
        }
    }

    private static byte[] Npy(ReadOnlySpan<byte> voxels, params int[] shape) =>
        MadeNpz.Npy("|u1", shape, voxels);

    // Bytes, without orientation, so that slices, rows and columns stay as they are.
    private static byte[] Nifti(byte[] voxels)
    {
        byte[] header = new byte[352];
        BinaryPrimitives.WriteInt32LittleEndian(header, 348);
        foreach (var (i, size) in ((short[])[3, Side, Side, Side, 1, 1, 1, 1]).Index())
            BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(40 + 2 * i), size);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(70), 2);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(72), 8);
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(108), header.Length);
        "n+1\0"u8.CopyTo(header.AsSpan(344));
        return [.. header, .. voxels];
    }
}
