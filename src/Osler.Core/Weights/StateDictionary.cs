using System.Collections.Immutable;

namespace Osler.Core.Weights;

/// <summary>Finds the dictionary of weights in what a checkpoint holds.</summary>
/// <remarks>
/// The dictionary under one of the usual keys, also where single tensors stand beside it (a best accuracy); else the value
/// itself where it holds tensors by name; else the only dictionary that holds tensors.
/// </remarks>
internal static class StateDictionary
{
    private static readonly string[] s_usual =
    [
        "state_dict",
        "model_state_dict",
        "model",
        "net",
        "network",
        "weights",
        "params",
    ];

    public static (
        OrderedDictionary<string, PickledTensor> Tensors,
        ImmutableArray<LeftOutWeight> LeftOut,
        string? Within
    ) Of(object? value, string where)
    {
        if (value is not PickledDictionary outer)
            throw WeightFault.Unreadable("it holds no dictionary of weights", where);
        var leftOut = ImmutableArray.CreateBuilder<LeftOutWeight>();
        string? within = Within(outer, where);
        var inner = within is null ? outer : (PickledDictionary)outer.Items[within]!;
        foreach (string key in outer.Items.Keys.Where(key => within is not null && key != within))
            leftOut.Add(new LeftOutWeight(key, $"stands beside the weights, which are under '{within}'"));
        var tensors = new OrderedDictionary<string, PickledTensor>(StringComparer.Ordinal);
        foreach (var (key, item) in inner.Items)
        {
            if (item is PickledTensor tensor)
                tensors.Add(key, tensor);
            else
                leftOut.Add(new LeftOutWeight(key, "is no tensor"));
        }
        return (tensors, leftOut.ToImmutable(), within);
    }

    private static string? Within(PickledDictionary outer, string where)
    {
        string[] keys =
        [
            .. outer
                .Items.Where(pair => pair.Value is PickledDictionary own && Holds(own))
                .Select(pair => pair.Key),
        ];
        if (s_usual.FirstOrDefault(usual => keys.Contains(usual)) is { } usual)
            return usual;
        if (Holds(outer))
            return null;
        return keys.Length switch
        {
            1 => keys[0],
            0 => throw WeightFault.Unreadable("it holds no tensor", where),
            _ => throw WeightFault.Unreadable(
                $"it holds several dictionaries of weights: {string.Join(", ", keys.Take(6).Select(WeightFault.Shown))}",
                where
            ),
        };
    }

    /// <summary>All tensors of the value, also beside the weights (an optimiser's), whose numbers lie in the file too.</summary>
    public static IEnumerable<(string Name, PickledTensor Tensor)> Tensors(object? value)
    {
        // A pickle can make a container hold itself, so each is entered once.
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(string Name, object? Value)>([("", value)]);
        while (open.TryPop(out var next))
        {
            if (next.Value is PickledTensor tensor)
                yield return (next.Name, tensor);
            if (next.Value is not Pickled container || !seen.Add(container))
                continue;
            var inside = container switch
            {
                PickledDictionary dictionary => dictionary.Items.Select(pair => (pair.Key, pair.Value)),
                PickledList list => list.Items.Select(item => (next.Name, item)),
                PickledTuple tuple => tuple.Items.Select(item => (next.Name, item)),
                _ => [],
            };
            foreach (var item in inside)
                open.Push(item);
        }
    }

    private static bool Holds(PickledDictionary dictionary) =>
        dictionary.Items.Values.Any(item => item is PickledTensor);
}
