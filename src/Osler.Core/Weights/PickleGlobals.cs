using System.Collections.Immutable;
using Osler.Core.Bundles;

namespace Osler.Core.Weights;

/// <summary>The names that a pickle of weights may mention, and what stands for calling them.</summary>
/// <remarks>Python would import and call whatever is named; here a name outside this list is refused.</remarks>
internal static class PickleGlobals
{
    public const int MostAxes = 8;

    private static readonly Dictionary<string, TensorKind> s_storages = new(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = TensorKind.F32,
        ["torch.DoubleStorage"] = TensorKind.F64,
        ["torch.HalfStorage"] = TensorKind.F16,
        ["torch.BFloat16Storage"] = TensorKind.BF16,
        ["torch.LongStorage"] = TensorKind.I64,
        ["torch.IntStorage"] = TensorKind.I32,
        ["torch.ShortStorage"] = TensorKind.I16,
        ["torch.CharStorage"] = TensorKind.I8,
        ["torch.ByteStorage"] = TensorKind.U8,
        ["torch.BoolStorage"] = TensorKind.Bool,
    };

    private static readonly HashSet<string> s_functions = new(StringComparer.Ordinal)
    {
        "collections.OrderedDict",
        "torch.Size",
        "torch._utils._rebuild_tensor",
        "torch._utils._rebuild_tensor_v2",
        "torch._utils._rebuild_parameter",
    };

    /// <summary>All names, for the documentation and its test.</summary>
    public static IEnumerable<string> All => s_storages.Keys.Concat(s_functions);

    public static bool Knows(string name) => s_storages.ContainsKey(name) || s_functions.Contains(name);

    /// <summary>What a call of a name gives; null where the arguments are none that PyTorch writes.</summary>
    public static object? Call(PickledGlobal function, ImmutableArray<object?> arguments) =>
        (function.Name, arguments) switch
        {
            ("collections.OrderedDict", []) => new PickledDictionary([]),
            ("collections.OrderedDict", [PickledList pairs]) => Dictionary(pairs),
            ("torch.Size", [PickledTuple sizes]) => sizes,
            (
                "torch._utils._rebuild_tensor",
                [PickledStorage storage, long offset, PickledTuple sizes, PickledTuple strides]
            ) => Tensor(storage, offset, sizes, strides),
            (
                "torch._utils._rebuild_tensor_v2",
                [
                    PickledStorage storage,
                    long offset,
                    PickledTuple sizes,
                    PickledTuple strides,
                    bool,
                    PickledDictionary,
                    ..,
                ]
            ) => Tensor(storage, offset, sizes, strides),
            ("torch._utils._rebuild_parameter", [PickledTensor tensor, bool, PickledDictionary]) => tensor,
            _ => null,
        };

    /// <summary>The storage that a persistent identifier names; null where it is none that PyTorch writes.</summary>
    /// <remarks>("storage", kind, key, device, numbers), in the old format with a view, which must be none.</remarks>
    public static PickledStorage? Storage(object? identifier) =>
        identifier
            is PickledTuple
            {
                Items: ["storage", PickledGlobal kind, string key, string, long count, .. var rest]
            }
        && rest is [] or [null]
        && count is >= 0 and <= int.MaxValue
        && s_storages.TryGetValue(kind.Name, out var numbers)
            ? new PickledStorage(key, numbers, count)
            : null;

    private static PickledDictionary? Dictionary(PickledList pairs)
    {
        var items = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (object? pair in pairs.Items)
        {
            object?[] two = pair switch
            {
                PickledTuple tuple => [.. tuple.Items],
                PickledList list => [.. list.Items],
                _ => [],
            };
            if (two is not [string key, var value])
                return null;
            items[key] = value;
        }
        return new PickledDictionary(items);
    }

    // A view must lie inside its storage and hold no more numbers than it: no tensor is larger than its file.
    private static PickledTensor? Tensor(
        PickledStorage storage,
        long offset,
        PickledTuple sizes,
        PickledTuple strides
    )
    {
        if (sizes.Items.Length != strides.Items.Length || sizes.Items.Length > MostAxes || offset < 0)
            return null;
        var shape = ImmutableArray.CreateBuilder<int>();
        var steps = ImmutableArray.CreateBuilder<long>();
        long count = 1;
        long last = offset;
        foreach (var (size, stride) in sizes.Items.Zip(strides.Items))
        {
            if (
                size is not (long and >= 0 and <= int.MaxValue)
                || stride is not (long and >= 0 and <= int.MaxValue)
            )
                return null;
            shape.Add((int)(long)size);
            steps.Add((long)stride);
            count = Math.Min(count * (long)size, int.MaxValue + 1L);
            last = Math.Min(last + Math.Max(0, (long)size - 1) * (long)stride, long.MaxValue / 4);
        }
        bool inside = count == 0 || (last < storage.Count && count <= storage.Count);
        return inside ? new PickledTensor(storage, offset, shape.ToImmutable(), steps.ToImmutable()) : null;
    }
}
