using Osler.Core.Faults;

namespace Osler.Core.Weights;

/// <summary>Weights that someone published: what they are for, where they are, and under which terms.</summary>
/// <param name="Preset">The preset that they fit.</param>
/// <param name="Trained">What they were trained on, as study files name it: <c>imagenet</c>.</param>
/// <param name="Source">The official address.</param>
/// <param name="Sha256">
/// Their SHA-256 in hexadecimal digits; its first eight where the source states no more (torchvision does in the file's
/// name).
/// </param>
/// <param name="Megabytes">Their size.</param>
/// <param name="Outcomes">How many outcomes they tell apart.</param>
/// <param name="Licence">The terms.</param>
public sealed record PublicWeights(
    string Preset,
    string Trained,
    Uri Source,
    string Sha256,
    int Megabytes,
    int Outcomes,
    string Licence
)
{
    private const string Torchvision =
        "BSD-3-Clause (torchvision); trained on ImageNet, whose terms allow non-commercial research and teaching";
    private const string Idelbayev = "BSD-2-Clause (c) 2018 Yerlan Idelbayev";

    /// <summary>All that Osler knows.</summary>
    public static IReadOnlyList<PublicWeights> All { get; } =
    [
        Vision("alexnet", "alexnet-owt-7be5be79", 233),
        Vision("vgg11", "vgg11-8a719046", 507),
        Vision("vgg16", "vgg16-397923af", 528),
        Vision("squeezenet1_0", "squeezenet1_0-b66bff10", 5),
        Vision("squeezenet1_1", "squeezenet1_1-b8a52dc0", 5),
        Vision("resnet18", "resnet18-f37072fd", 45),
        Vision("resnet34", "resnet34-b627a593", 83),
        Vision("resnet50", "resnet50-0676ba61", 98),
        Vision("densenet121", "densenet121-a639ec97", 31),
        Vision("densenet169", "densenet169-b2777c0a", 55),
        Vision("inception_v3", "inception_v3_google-0cc3c7bd", 104),
        Vision("mobilenet_v2", "mobilenet_v2-b0353104", 14),
        Vision("efficientnet_b0", "efficientnet_b0_rwightman-3dd342df", 21),
        Cifar(
            "cifar_resnet20",
            "resnet20-12fca82f",
            "12fca82f0bebc4135bf1f32f6e3710e61d5108578464b84fd6d7f5c1b04036c8"
        ),
        Cifar(
            "cifar_resnet56",
            "resnet56-4bfd9763",
            "4bfd97631478d6b638d2764fd2baff3edb1d7d82252d54439343b6596b9b5367"
        ),
    ];

    /// <summary>What <c>osler data get</c> takes: <c>weights/densenet121-imagenet</c>.</summary>
    public string Name => $"weights/{Preset}-{Trained}";

    /// <summary>The file's name at its source and in the cache.</summary>
    public string FileName => Path.GetFileName(Source.LocalPath);

    /// <summary>The weights of a name, with or without <c>weights/</c>.</summary>
    /// <exception cref="RequestException">There are none of this name.</exception>
    public static PublicWeights Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string whole = name.StartsWith("weights/", StringComparison.Ordinal) ? name : $"weights/{name}";
        return All.FirstOrDefault(one => one.Name == whole)
            ?? throw new RequestException(
                $"There are no public weights '{name}'.",
                remedy: NearestName.Hint(whole, All.Select(one => one.Name))
            );
    }

    /// <summary>The weights of a preset that were trained on something; null where there are none.</summary>
    public static PublicWeights? For(string preset, string trained) =>
        All.FirstOrDefault(one => one.Preset == preset && one.Trained == trained);

    private static PublicWeights Vision(string preset, string file, int megabytes) =>
        new(
            preset,
            "imagenet",
            new Uri($"https://download.pytorch.org/models/{file}.pth"),
            file[(file.LastIndexOf('-') + 1)..],
            megabytes,
            1000,
            Torchvision
        );

    private static PublicWeights Cifar(string preset, string file, string sha256) =>
        new(
            preset,
            "cifar10",
            new Uri(
                $"https://raw.githubusercontent.com/akamaster/pytorch_resnet_cifar10/master/pretrained_models/{file}.th"
            ),
            sha256,
            preset == "cifar_resnet20" ? 1 : 4,
            10,
            Idelbayev
        );
}
