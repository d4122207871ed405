using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;

namespace Osler.Core.Weights;

/// <summary>Gives a network the weights of a file, by name; all of them, or a fault that says which are not.</summary>
public static class WeightImport
{
    private const int MostNamed = 6;

    /// <summary>The weights that a network gets from a file.</summary>
    /// <remarks>
    /// Every weight before the head must be in the file with its shape, and every tensor of the file must have a place.
    /// Exceptions, each told in the report: the head where the outcomes are others, the auxiliary answer, counters of
    /// batches, an encoder's pooler and its places beyond those of the network, and a first convolution over one channel where the file's is over three (its kernels are summed over the
    /// channels, which is what three equal channels would give). Names change by <see cref="WeightNames"/>, or follow the
    /// order of the layers where the file's are no names (<see cref="WeightSource.ByOrder"/>).
    /// </remarks>
    /// <param name="source">The file's tensors.</param>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <param name="keepHead">Whether a head that does not fit is a fault instead of being begun anew.</param>
    /// <returns>Tensors by the network's names, which training completes by drawn ones; and what became of each.</returns>
    /// <exception cref="RequestException">The file is of another network; the message names what is missing or does not fit.</exception>
    /// <exception cref="DataException">A weight that the network would get is infinite or no number; the message names it.</exception>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static (IReadOnlyDictionary<string, TensorData> Weights, ImportReport Report) Match(
        WeightSource source,
        Block network,
        Shape input,
        bool keepHead = false
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        var specs = Parameters.Of(network, input);
        var known = specs.Select(spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        var leftOut = source.LeftOut.ToBuilder();
        var given = source.ByOrder
            ? OrderedLayers.Named(source, network, input)
            : Named(source, known, leftOut);
        var head = NetworkHead.Of(network, input);
        if (EncoderNames.Pooler(known, given.Keys) is { } pooler)
            head = head.Union(pooler).ToHashSet(StringComparer.Ordinal);
        var auxiliary = NetworkHead.Auxiliary(network, input);
        string? first = specs.FirstOrDefault(spec => spec.Shape.Rank > 2)?.Name;
        bool newHead = !keepHead && head.Except(auxiliary).Any(name => !Fits(name));
        bool newAuxiliary = !keepHead && auxiliary.Any(name => !Fits(name));

        var weights = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        var adapted = ImmutableArray.CreateBuilder<LeftOutWeight>();
        var missing = new List<string>();
        var misshapen = new List<string>();
        foreach (var spec in specs)
        {
            bool begunAnew = auxiliary.Contains(spec.Name)
                ? newAuxiliary
                : newHead && head.Contains(spec.Name);
            if (begunAnew)
                continue;
            if (!given.TryGetValue(spec.Name, out var tensor))
                missing.Add(spec.Name);
            else if (tensor.Shape.AsSpan().SequenceEqual(spec.Shape.Sizes.AsSpan()))
                weights.Add(spec.Name, tensor);
            else if (spec.Name == first && Summed(tensor, spec.Shape) is { } summed)
            {
                weights.Add(spec.Name, summed);
                adapted.Add(
                    new LeftOutWeight(spec.Name, "summed over the colours, since the images are grey")
                );
            }
            else if (EncoderNames.Places(tensor, spec) is { } places)
            {
                weights.Add(spec.Name, places);
                adapted.Add(new LeftOutWeight(spec.Name, $"cut to its first {spec.Shape[0]} places"));
            }
            else
                misshapen.Add($"{spec.Name} [{string.Join(", ", tensor.Shape)}] for {spec.Shape}");
        }
        // What has no place: the old head under its own name, an auxiliary answer that the network has not, or a fault.
        var strange = new List<string>();
        foreach (string name in given.Keys.Where(name => !weights.ContainsKey(name)))
        {
            if (head.Contains(name) && newHead)
                leftOut.Add(new LeftOutWeight(name, "the head of other outcomes"));
            else if (
                auxiliary.Contains(name)
                || (auxiliary.Count == 0 && name.StartsWith("AuxLogits.", StringComparison.Ordinal))
            )
                leftOut.Add(new LeftOutWeight(name, "an auxiliary answer"));
            else if (!known.Contains(name))
                strange.Add(name);
        }
        if (missing.Count + misshapen.Count + strange.Count > 0)
            throw Misfit(source.Where, missing, misshapen, strange);
        foreach (var (name, tensor) in weights)
        {
            if (Array.FindIndex(tensor.Values, value => !float.IsFinite(value)) is var at and >= 0)
                throw WeightFault.Unreadable(
                    FormattableString.Invariant(
                        $"{name} has a number that is none ({tensor.Values[at]}, at place {at + 1:N0} of {tensor.Values.Length:N0})"
                    ),
                    source.Where
                );
        }
        return (
            weights,
            new ImportReport(
                source.Where,
                [.. weights.Keys],
                adapted.ToImmutable(),
                newHead
                    ?
                    [
                        .. specs
                            .Select(spec => spec.Name)
                            .Where(name => head.Contains(name) && !auxiliary.Contains(name)),
                    ]
                    : [],
                newAuxiliary ? [.. specs.Select(spec => spec.Name).Where(auxiliary.Contains)] : [],
                leftOut.ToImmutable()
            )
            {
                Within = source.Within,
            }
        );

        bool Fits(string name) =>
            given.TryGetValue(name, out var tensor)
            && tensor
                .Shape.AsSpan()
                .SequenceEqual(specs.First(spec => spec.Name == name).Shape.Sizes.AsSpan());
    }

    private static Dictionary<string, TensorData> Named(
        WeightSource source,
        HashSet<string> known,
        ImmutableArray<LeftOutWeight>.Builder leftOut
    )
    {
        string[] names = [.. source.Tensors.Keys.Where(name => !WeightNames.IsCounter(name))];
        foreach (string counter in source.Tensors.Keys.Where(WeightNames.IsCounter))
            leftOut.Add(new LeftOutWeight(counter, "a counter that nothing needs"));
        if (EncoderNames.Knows(known))
        {
            foreach (string other in names.Where(name => EncoderNames.WhyNot(name, known) is not null))
                leftOut.Add(new LeftOutWeight(other, EncoderNames.WhyNot(other, known)!));
            names = [.. names.Where(name => EncoderNames.WhyNot(name, known) is null)];
        }
        var renamed = WeightNames.Of(names, known);
        var given = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (!given.TryAdd(renamed[name], source.Tensors[name]))
            {
                throw new RequestException(
                    $"Two tensors would be named '{WeightFault.Shown(renamed[name])}'.",
                    source.Where,
                    "Take a file of one network."
                );
            }
        }
        return given;
    }

    // [channels, 3, ...] to [channels, 1, ...].
    private static TensorData? Summed(TensorData kernels, Shape wanted)
    {
        var shape = kernels.Shape;
        if (
            shape.Length < 3
            || shape[1] != 3
            || wanted[1] != 1
            || !shape.SetItem(1, 1).SequenceEqual(wanted.Sizes)
        )
            return null;
        int size = (int)(wanted.Values / wanted[0]);
        float[] sums = new float[wanted.Values];
        for (int i = 0; i < kernels.Values.Length; i++)
            sums[i / (3 * size) * size + i % size] += kernels.Values[i];
        return new TensorData(wanted.Sizes, sums);
    }

    private static RequestException Misfit(
        string where,
        List<string> missing,
        List<string> misshapen,
        List<string> strange
    )
    {
        string[] parts =
        [
            .. new[]
            {
                Listed("missing in the file", missing),
                Listed("of another shape", misshapen),
                Listed("without a place in the network", strange),
            }.Where(part => part.Length > 0),
        ];
        return new RequestException(
            $"The weights are not this network's: {string.Join("; ", parts)}.",
            where,
            "Take the preset and settings that the weights were trained with; nothing was loaded."
        );
    }

    private static string Listed(string what, List<string> names)
    {
        if (names.Count == 0)
            return "";
        string some = string.Join(", ", names.Take(MostNamed).Select(WeightFault.Shown));
        return FormattableString.Invariant(
            $"{names.Count} {what} ({some}{(names.Count > MostNamed ? ", ..." : "")})"
        );
    }
}
