using Osler.Core.Blocks;
using static TorchSharp.torch;

namespace Osler.Learning.Networks;

// Recurrent networks, both ways of reading side by side: a step costs the same operations for one way as for two.
internal sealed partial class BlockCompiler
{
    private Func<Tensor, Tensor> Recur(Place place, Recurrent cell)
    {
        NetworkWeight[] inputs = Each("weight_ih"); // [G H, F]
        NetworkWeight[] states = Each("weight_hh"); // [G H, H]
        NetworkWeight[] inputBiases = Each("bias_ih"); // [G H]
        NetworkWeight[] stateBiases = Each("bias_hh"); // [G H]
        int? padding = place.At.Input.Padding;
        long units = cell.Units;
        int ways = cell.Ways.Count;
        return input =>
        {
            input = Whole(input);
            (long cases, long length) = (input.shape[0], input.shape[1]);
            // What the input adds to each gate, in the order of reading: [T, ways, N, G H].
            var given = Read([
                .. inputs.Select(
                    (weight, way) =>
                        nn.functional.linear(input, weight.Tensor, inputBiases[way].Tensor).transpose(0, 1)
                ),
            ]);
            var factors = stack(states.Select(weight => weight.Tensor.t())); // [ways, H, G H]
            var shift = stack(stateBiases.Select(bias => bias.Tensor)).unsqueeze(1); // [ways, 1, G H]
            // Where a case has no token (any more), its state is 0: null where each case has one.
            var kept = new Tensor?[length];
            if (padding is { } id)
            {
                var weights = Ids.Weights(id, input.dtype).transpose(0, 1); // [T, N, 1]
                var read = Read([.. Enumerable.Repeat(weights, ways)]);
                bool[] whole =
                [
                    .. Read([.. Enumerable.Repeat(Ids.Real(id).t(), ways)])
                        .flatten(1)
                        .all(1)
                        .cpu()
                        .data<bool>(),
                ];
                for (int step = 0; step < length; step++)
                    kept[step] = whole[step] ? null : read[step];
            }
            var start = zeros([ways, cases, units], input.dtype, input.device);
            var all =
                cell is Lstm
                    ? Remember(given, factors, shift, start, kept)
                    : Mix(given, factors, shift, start, kept);
            // Back in the order of the text, the ways side by side: [N, T, ways H].
            var told = stack(all); // [T, ways, N, H]
            Tensor[] sides =
            [
                .. Enumerable
                    .Range(0, ways)
                    .Select(way => way == 0 ? told.select(1, 0) : told.select(1, way).flip(0)),
            ];
            return (ways == 1 ? sides[0] : cat(sides, -1)).transpose(0, 1);
        };

        NetworkWeight[] Each(string name) => [.. cell.Ways.Select(way => Weight(place, $"{name}_{way}"))];

        // The second way reads from the end.
        static Tensor Read(Tensor[] sides) =>
            stack([.. sides.Select((side, way) => way == 0 ? side : side.flip(0))], 1);
    }

    private static List<Tensor> Remember(
        Tensor given,
        Tensor factors,
        Tensor shift,
        Tensor start,
        Tensor?[] kept
    )
    {
        var all = new List<Tensor>(kept.Length);
        var (state, memory) = (start, start);
        given = Held.Sum(given, shift);
        foreach (var (step, sums) in given.unbind(0).Index())
        {
            var gates = Sums(state, factors, sums).chunk(4, -1); // input, forget, cell, output
            memory = Held.Sum(gates[1].sigmoid() * memory, gates[0].sigmoid() * gates[2].tanh());
            state = gates[3].sigmoid() * memory.tanh();
            if (kept[step] is { } own)
                (state, memory) = (state * own, memory * own);
            all.Add(state);
        }
        return all;
    }

    private static List<Tensor> Mix(Tensor given, Tensor factors, Tensor shift, Tensor start, Tensor?[] kept)
    {
        var all = new List<Tensor>(kept.Length);
        var state = start;
        foreach (var (step, sums) in given.unbind(0).Index())
        {
            var own = sums.chunk(3, -1); // reset, update, new
            var handed = Sums(state, factors, shift).chunk(3, -1);
            var reset = Held.Sum(own[0], handed[0]).sigmoid();
            var update = Held.Sum(own[1], handed[1]).sigmoid();
            var fresh = Held.Sum(own[2], reset * handed[2]).tanh();
            state = Held.Sum(fresh, update * Held.Difference(state, fresh));
            if (kept[step] is { } there)
                state *= there;
            all.Add(state);
        }
        return all;
    }

    // added + a b. TorchSharp 0.107 hands the three on in this order, whatever it calls them.
    private static Tensor Sums(Tensor a, Tensor b, Tensor added) => a.baddbmm(b, added);
}
