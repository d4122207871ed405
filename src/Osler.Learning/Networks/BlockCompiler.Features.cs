using Osler.Core.Blocks;
using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Learning.Networks;

// The leaves with weights that work on features: alone, or for all members of an ensemble at once.
internal sealed partial class BlockCompiler
{
    private Func<Tensor, Tensor> Weigh(Place place, Dense dense)
    {
        var weight = Weight(place, "weight"); // [units, F], stacked [K, units, F]
        var bias = dense.Bias ? Weight(place, "bias") : null; // [units], stacked [K, units]
        // Logits are not rounded to eight bits: what ends the network is computed in float32.
        bool last = _ends.Contains(place.At.Path);
        if (!place.Stacked)
        {
            return last
                ? input => nn.functional.linear(Whole(input), weight.Tensor, bias?.Tensor)
                : input => nn.functional.linear(Rounded(input), Rounded(weight), Rounded(bias));
        }

        int rank = place.At.Input.Rank;
        int copies = place.Copies.Length;
        long units = dense.Units;
        return input =>
        {
            // [N, F] or [K, N, F]; rows of features [..., N, R, F] are N R cases of one axis.
            var cases = Own(rank == 1 ? input : input.flatten(-3, -2), 1, copies);
            cases = last ? Whole(cases) : Rounded(cases);
            var factors = (last ? weight.Tensor : Rounded(weight)).transpose(1, 2);
            var sums = bmm(cases, factors);
            if (bias is not null)
                sums = Held.SumInPlace(sums, (last ? bias.Tensor : Rounded(bias)).unsqueeze(1));
            return rank == 1 ? sums : sums.view(copies, -1, input.shape[^2], units);
        };
    }

    private Func<Tensor, Tensor> Normalise(Place place, BatchNorm norm)
    {
        var weight = Weight(place, "weight");
        var bias = Weight(place, "bias");
        var mean = Weight(place, "running_mean");
        var variance = Weight(place, "running_var");
        string path = place.At.Path;
        if (!place.Stacked)
        {
            return input =>
                nn.functional.batch_norm(
                    input,
                    mean.Tensor,
                    variance.Tensor,
                    weight.Tensor,
                    bias.Tensor,
                    training() && !KeptNorms(path),
                    norm.Momentum,
                    norm.Epsilon
                );
        }
        int copies = place.Copies.Length;
        return input =>
        {
            // Members' features side by side are so many features: [K, N, F] to [N, K F] and back.
            var wide = Own(input, 1, copies).transpose(0, 1);
            long[] shape = wide.shape;
            return nn
                .functional.batch_norm(
                    wide.flatten(1, 2),
                    mean.Tensor.view(-1),
                    variance.Tensor.view(-1),
                    weight.Tensor.view(-1),
                    bias.Tensor.view(-1),
                    training() && !KeptNorms(path),
                    norm.Momentum,
                    norm.Epsilon
                )
                .view(shape)
                .transpose(0, 1);
        };
    }

    private Func<Tensor, Tensor> Normalise(Place place, LayerNorm norm)
    {
        var weight = Weight(place, "weight");
        var bias = Weight(place, "bias");
        long[] axis = [place.At.Input.Features];
        if (!place.Stacked)
        {
            return input =>
                nn.functional.layer_norm(Whole(input), axis, weight.Tensor, bias.Tensor, norm.Epsilon);
        }

        // [K, F] to [K, 1, F] or [K, 1, 1, F]: the same for each case and row.
        long[] spread = [place.Copies.Length, .. Enumerable.Repeat(1L, place.At.Input.Rank), axis[0]];
        return input =>
            Held.Sum(
                nn.functional.layer_norm(Whole(input), axis, null, null, norm.Epsilon)
                    * weight.Tensor.view(spread),
                bias.Tensor.view(spread)
            );
    }

    /// <summary>[F] to [F, 2 frequencies]: sines, then cosines, of 2π c x.</summary>
    private Func<Tensor, Tensor> Wave(Place place)
    {
        var weight = Weight(place, "weight"); // [F, frequencies], stacked [K, F, frequencies]
        return input =>
        {
            var frequencies = place.Stacked ? weight.Tensor.unsqueeze(1) : weight.Tensor;
            using Scalar turn = 2 * Math.PI;
            var angle = input.unsqueeze(-1) * frequencies.mul(turn);
            return cat([angle.sin(), angle.cos()], -1);
        };
    }
}
