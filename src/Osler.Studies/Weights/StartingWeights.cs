using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Weights;

namespace Osler.Studies.Weights;

/// <summary>The public weights that a study's network begins with.</summary>
public static class StartingWeights
{
    /// <summary>Reads the weights that <c>network: {preset: …, weights: …}</c> states.</summary>
    /// <param name="choice">The network as stated.</param>
    /// <param name="network">Its blocks.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <returns>
    /// Tensors by the network's names, for <c>TrainingRun.InitialWeights</c>, and what became of each tensor of the file;
    /// null where none are stated.
    /// </returns>
    /// <exception cref="RequestException">
    /// Nobody published such weights for the preset, they are not in the cache, there is no such file, or they are of
    /// another network.
    /// </exception>
    /// <exception cref="DataException">The file is damaged, holds more than weights, or is not the published one that its name says.</exception>
    public static (IReadOnlyDictionary<string, TensorData> Weights, ImportReport Report)? Of(
        NetworkChoice choice,
        Block network,
        Shape input
    )
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (choice.Weights is not { } stated)
            return null;
        var (path, published) = PathOf(stated, choice.Preset!);
        return WeightImport.Match(WeightFile.Open(path, published), network, input);
    }

    private static (string Path, PublicWeights? Published) PathOf(string stated, string preset)
    {
        // A name has neither a folder nor an ending.
        if (stated.Contains('/', StringComparison.Ordinal) || Path.HasExtension(stated))
            return (stated, null);
        if (PublicWeights.For(preset, stated) is not { } known)
        {
            string[] trained =
            [
                .. PublicWeights.All.Where(one => one.Preset == preset).Select(one => one.Trained),
            ];
            throw new RequestException(
                $"There are no public weights '{stated}' of {preset}.",
                "network.weights",
                trained.Length > 0
                    ? $"There are: {string.Join(", ", trained)}; or the path of a file."
                    : "State the path of a file."
            );
        }
        string path = WeightCache.PathOf(known);
        return File.Exists(path)
            ? (path, known)
            : throw new RequestException(
                $"The weights {stated} of {preset} are not in the cache.",
                "network.weights",
                $"Fetch them: osler data get {known.Name}"
            );
    }
}
