using Osler.Core.Blocks;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Blocks;

/// <summary>What reads sequences, and who is kept from reading their padding.</summary>
public sealed class SequenceShapeTests
{
    [Fact]
    public void Embedding_makes_a_sequence_that_knows_its_padding()
    {
        var shape = ShapeInference.Of(Embedding(50, 8, padding: 1), [20]);
        Assert.Equal(new Shape([20, 8]) { Padding = 1 }, shape);
        Assert.NotEqual(new Shape([20, 8]), shape);
        Assert.Equal(1, shape.WithFeatures(3).Padding);
    }

    [Fact]
    public void Weights_do_not_depend_on_the_length()
    {
        foreach (var (_, network, input) in TokenExamples.All)
        {
            if (!TokenInput.Takes(ShapeInference.Annotate(network, input)))
                continue;
            var longer = new Shape([.. input.Sizes.Select(size => size + 3)]);
            Assert.Equal(Parameters.Of(network, input), Parameters.Of(network, longer));
        }
    }

    private static readonly (string Path, Block Network, string Needs)[] s_misfits =
    [
        ("1", Sequence(Embedding(9, 4), Flatten(), Dense(2)), "a shape of its own for every case"),
        ("1", Sequence(Embedding(9, 4), BatchNorm()), "a shape of its own for every case"),
        ("1", Sequence(Embedding(9, 4), MaxPool(2)), "a shape of its own for every case"),
        ("1", Sequence(Embedding(9, 4), Conv(3, 3)), "padding 'same' and stride 1"),
        ("1", Sequence(Embedding(9, 4), Conv(3, 3, 2, same: true)), "padding 'same' and stride 1"),
        ("1", Sequence(Embedding(9, 4), Attention(3)), "3 heads part evenly"),
        ("1", Sequence(Embedding(9, 4), AttentionPool(Dense(2))), "one number for each token"),
        ("0", Sequence(Dense(6), Embedding(9, 4)), "these are token ids"),
        ("1", Sequence(Gate(Identity()), Embedding(9, 4)), "the token ids that the network itself gets"),
        ("0", Concat(Dense(4), Sequence(Embedding(9, 4), FirstToken())), "these are token ids"),
        ("", PositionEmbedding(5, 4), "at most 5 tokens"),
        ("", EachOption(Sequence(Embedding(9, 4), FirstToken(), Dense(1))), "[options, tokens]"),
        ("1", Sequence(Embedding(9, 4), EachOption(Sequence(FirstToken(), Dense(1)))), "[options, tokens]"),
        ("", Lstm(3), "[tokens, features]"),
        ("", Residual(Embedding(9, 4), Embedding(9, 4, padding: 1)), "the same shape from the body"),
    ];

    public static TheoryData<int> Misfits => [.. Enumerable.Range(0, s_misfits.Length)];

    [Theory, MemberData(nameof(Misfits))]
    public void Misfits_are_named_by_their_place(int i)
    {
        var (path, network, needs) = s_misfits[i];
        var fault = Assert.Throws<ShapeException>(() => ShapeInference.Of(network, [6]));
        Assert.Equal(path, fault.Path);
        Assert.Contains(needs, fault.Needs, StringComparison.Ordinal);
    }

    /// <summary>PyTorch's names and shapes of torch.nn.LSTM(3, 4, bidirectional=True), torch.nn.GRU(3, 4).</summary>
    [Fact]
    public void Recurrent_weights_have_PyTorchs_names()
    {
        string[] both =
        [
            "weight_ih_l0 [16, 3]",
            "weight_hh_l0 [16, 4]",
            "bias_ih_l0 [16]",
            "bias_hh_l0 [16]",
            "weight_ih_l0_reverse [16, 3]",
            "weight_hh_l0_reverse [16, 4]",
            "bias_ih_l0_reverse [16]",
            "bias_hh_l0_reverse [16]",
        ];
        Assert.Equal(both, Names(Lstm(4, bidirectional: true)));
        Assert.Equal(
            ["weight_ih_l0 [12, 3]", "weight_hh_l0 [12, 4]", "bias_ih_l0 [12]", "bias_hh_l0 [12]"],
            Names(Gru(4))
        );

        static IEnumerable<string> Names(Block network) =>
            Parameters.Of(network, [5, 3]).Select(spec => $"{spec.Name} {spec.Shape}");
    }

    /// <summary>By hand: T ways gates H (F + H); T F (3 F + 2 T); T F for the shares, T F 2 for their scores.</summary>
    [Fact]
    public void Multiply_adds_are_those_of_the_formulas()
    {
        Assert.Equal(5 * 2 * 4 * 7 * (3 + 7), Operations.MultiplyAdds(Lstm(7, bidirectional: true), [5, 3]));
        Assert.Equal(5 * 3 * 7 * (3 + 7), Operations.MultiplyAdds(Gru(7), [5, 3]));
        Assert.Equal(5 * 6 * ((3 * 6) + (2 * 5)), Operations.MultiplyAdds(Attention(2), [5, 6]));
        Assert.Equal(5 * 6 + 5 * 6, Operations.MultiplyAdds(AttentionPool(Dense(1)), [5, 6]));
        Assert.Equal(
            6 * 4 * 3 * 2,
            Operations.MultiplyAdds(Sequence(Embedding(9, 4), Conv(2, 3, same: true)), [6])
        );
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Embedding(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Embedding((1 << 24) + 1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Embedding(5, 4, padding: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => PositionEmbedding(int.MaxValue, 4, offset: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lstm(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Attention(1, dropout: 1));
    }
}
