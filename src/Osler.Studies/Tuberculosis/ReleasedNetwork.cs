using Osler.Core.Bundles;
using Osler.Core.Weights;

namespace Osler.Studies.Tuberculosis;

/// <summary>The weights that the paper's authors released, which say how susceptible an isolate is.</summary>
internal static class ReleasedNetwork
{
    private const string Preset = "wdnn2018";

    /// <summary>
    /// Weights whose outputs are log-odds of resistance: the released ones (Keras's HDF5, or the same arrays as NPZ) get a
    /// last layer of the opposite sign; any other weights are left as they are.
    /// </summary>
    /// <param name="choice">The network as stated.</param>
    /// <param name="weights">Tensors by the network's names.</param>
    /// <param name="report">Where they came from.</param>
    public static IReadOnlyDictionary<string, TensorData> Resistance(
        NetworkChoice choice,
        IReadOnlyDictionary<string, TensorData> weights,
        ImportReport report
    ) =>
        choice.Preset == Preset && Path.GetExtension(report.Where) is ".h5" or ".hdf5" or ".npz"
            ? weights.ToDictionary(
                pair => pair.Key,
                pair =>
                    pair.Key.StartsWith("head.", StringComparison.Ordinal)
                        ? new TensorData(pair.Value.Shape, [.. pair.Value.Values.Select(value => -value)])
                        : pair.Value,
                StringComparer.Ordinal
            )
            : weights;
}
