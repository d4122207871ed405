using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Tests.Weights;
using Osler.Core.Weights;

namespace Osler.Fuzz.Tests;

/// <summary>Readers of networks' weights.</summary>
internal static class WeightTargets
{
    /// <summary>PureHDF sets arrays aside as long as the file says, before it reads; what it never fills takes no memory.</summary>
    public const long MostOfHdf5 = 1L << 34;

    public static FuzzTarget Pickle { get; } =
        new(
            "pickle",
            CorpusFiles.Goldens("weights", ".pth", ".th"),
            bytes => TorchFile.Read(new MemoryStream(bytes), "fuzzed")
        )
        {
            Words =
            [
                .. CorpusFiles.Texts(
                    "cos\nsystem\n",
                    "ctorch._utils\n_rebuild_tensor_v2\n",
                    "R",
                    "Q",
                    "(",
                    "t",
                    "u",
                    "\x80\x02",
                    "X\xff\xff\xff\xff"
                ),
                [0x8A, 0x0A],
                [0x95],
            ],
        };

    public static FuzzTarget Tensors { get; } =
        new(
            "safetensors",
            [CorpusFiles.Tensors()],
            bytes => Safetensors.Read(new MemoryStream(bytes), "fuzzed")
        )
        {
            Words = CorpusFiles.Texts(
                "\"dtype\":\"BF16\"",
                "\"F64\"",
                "\"shape\":[",
                "\"data_offsets\":[0,",
                "-1",
                "1e9",
                "\"__metadata__\":{",
                "}"
            ),
        };

    public static FuzzTarget Network { get; } =
        new(
            "network",
            CorpusFiles.Texts(
                BlockJson.Write(Presets.LeNet5()),
                BlockJson.Write(Presets.SqueezeNet11()),
                """{"type": "linear", "outputs": 3}"""
            ),
            bytes => BlockJson.Read(System.Text.Encoding.UTF8.GetString(bytes))
        )
        {
            Words = CorpusFiles.Texts(
                "\\ud800",
                "\"type\":",
                "\"concat\"",
                "[",
                "]",
                "{",
                "1e99",
                "null",
                "true",
                "-1"
            ),
        };

    public static FuzzTarget Keras { get; } =
        new("keras", [KerasWriter.Small()], bytes => KerasFile.Read(new MemoryStream(bytes), "fuzzed"))
        {
            MostAllocated = MostOfHdf5,
        };
}
