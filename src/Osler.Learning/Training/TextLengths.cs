using Osler.Core.Blocks;
using Osler.Learning.Batches;
using static TorchSharp.torch;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Learning.Training;

/// <summary>Texts computed with others of about their length, and cut to the longest of them.</summary>
/// <remarks>Padding changes no answer (<see cref="TokenInput"/>), so this changes only how long it takes.</remarks>
internal static class TextLengths
{
    /// <summary>Tokens of each case, where the network takes texts of any length; else null.</summary>
    public static IReadOnlyList<int>? Of(Block network, IExamples examples) =>
        examples.Lengths is { } lengths && TokenInput.Takes(ShapeInference.Annotate(network, examples.Input))
            ? lengths
            : null;

    /// <summary>The cases from the shortest to the longest; as they come where there are no lengths.</summary>
    public static ReadOnlyMemory<int> Sorted(IReadOnlyList<int>? lengths, ReadOnlyMemory<int> cases) =>
        lengths is null ? cases : cases.ToArray().OrderBy(one => lengths[one]).ToArray();

    /// <summary>Inputs as a tensor, cut to the longest of the cases; outside of any dispose scope.</summary>
    /// <param name="values">[cases, input].</param>
    /// <param name="input">Shape of one case.</param>
    /// <param name="lengths">As <see cref="Of"/>.</param>
    /// <param name="cases">Case numbers.</param>
    /// <param name="device">Where it goes.</param>
    public static Tensor Inputs(
        ReadOnlySpan<float> values,
        Shape input,
        IReadOnlyList<int>? lengths,
        ReadOnlySpan<int> cases,
        Device device
    )
    {
        if (lengths is null)
            return Numbers.Tensor(values, [cases.Length, .. input.Sizes.Select(size => (long)size)], device);
        int longest = BatchRecipe.Longest(lengths, cases);
        int rows = cases.Length * (int)(input.Values / input[^1]);
        float[] cut = new float[rows * longest];
        for (int i = 0; i < rows; i++)
            values.Slice(i * input[^1], longest).CopyTo(cut.AsSpan(i * longest));
        long[] before = [cases.Length, .. input.Sizes[..^1].Select(size => (long)size)];
        return Numbers.Tensor(cut, [.. before, longest], device);
    }
}
