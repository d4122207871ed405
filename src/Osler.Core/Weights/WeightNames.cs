using System.Text.RegularExpressions;

namespace Osler.Core.Weights;

/// <summary>The rules by which a file's names become a network's.</summary>
/// <remarks>
/// In this order: what wrappers put in front of every name is taken away (<see cref="Wrappers"/>); old names of
/// torchvision's DenseNet (<c>denselayer1.norm.1</c>) become the new ones (<c>denselayer1.norm1</c>); names of residual
/// networks in the manner of CIFAR's (<c>shortcut</c>, <c>linear</c>) become torchvision's where the network has those. Text
/// encoders have rules of their own (<see cref="EncoderNames"/>).
/// </remarks>
public static partial class WeightNames
{
    /// <summary>What is taken away where every name of the file begins with it, as often as it stands there.</summary>
    public static IReadOnlyList<string> Wrappers { get; } =
    ["module.", "model.", "network.", "net.", "backbone.", "encoder.", "densenet121."];

    /// <summary>Counters of batches that PyTorch keeps beside batch norm's statistics and that nothing needs.</summary>
    public static bool IsCounter(string name) =>
        name == "num_batches_tracked" || name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);

    /// <summary>The network's name for each of a file's names.</summary>
    /// <param name="names">The file's names, without counters.</param>
    /// <param name="known">The network's names.</param>
    public static Dictionary<string, string> Of(IReadOnlyCollection<string> names, IReadOnlySet<string> known)
    {
        if (EncoderNames.Knows(known))
            return names.ToDictionary(name => name, EncoderNames.Of);
        string front = "";
        while (
            Wrappers.FirstOrDefault(wrapper =>
                names.All(name => name.AsSpan(front.Length).StartsWith(wrapper, StringComparison.Ordinal))
            )
                is { } more
            && names.Count > 0
        )
            front += more;
        return names.ToDictionary(name => name, name => Renamed(name[front.Length..], known));
    }

    private static string Renamed(string name, IReadOnlySet<string> known)
    {
        if (known.Contains(name))
            return name;
        string changed = OldDenseLayer().Replace(name, "${what}${which}");
        if (known.Contains(changed))
            return changed;
        changed = name.Replace(".shortcut.", ".downsample.", StringComparison.Ordinal);
        if (changed.StartsWith("linear.", StringComparison.Ordinal))
            changed = "fc." + changed["linear.".Length..];
        return known.Contains(changed) ? changed : name;
    }

    [GeneratedRegex(
        @"(?<=denselayer[0-9]{1,3}\.)(?<what>norm|conv)\.(?<which>[12])(?=\.)",
        RegexOptions.ExplicitCapture,
        Timeout.Infinite
    )]
    private static partial Regex OldDenseLayer();
}
