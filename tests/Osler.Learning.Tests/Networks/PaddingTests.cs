using CsCheck;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Osler.Core.Blocks;
using Osler.Core.Onnx;
using Osler.Core.Tests.Blocks;
using Osler.Learning.Networks;
using TorchSharp;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Networks;

/// <summary>A text's answer is its own, however it is padded and whatever else is in its batch.</summary>
public sealed class PaddingTests
{
    private static readonly Gen<float[]> s_text = Gen.Int[1, TokenExamples.Vocabulary - 1]
        .Select(id => (float)id)
        .Array[0, 9];

    public static TheoryData<string> Networks =>
        [
            .. TokenExamples
                .All.Where(one =>
                    one.Input.Rank == 1 && TokenInput.Takes(ShapeInference.Annotate(one.Network, one.Input))
                )
                .Select(one => one.Name),
        ];

    [Theory, MemberData(nameof(Networks))]
    public void Padding_and_neighbours_change_no_answer(string name)
    {
        var (network, input) = Examples.Named(name);
        var weights = Examples.Weights(network, input);
        bool whole = ShapeInference.Of(network, input).IsSequence;
        using var module = TorchNetwork.Build(network, input, weights);
        using var session = new InferenceSession(OnnxGraph.Write(network, input, weights));
        Gen.Select(s_text.Array[1, 4], Gen.Int[0, 7])
            .Sample(
                (texts, more) =>
                {
                    int most = Math.Max(1, texts.Max(text => text.Length) + more);
                    float[][] inTorch = Torch(module, texts, most);
                    float[][] inRuntime = Runtime(session, texts, most);
                    for (int i = 0; i < texts.Length; i++)
                    {
                        float[] alone = Torch(module, [texts[i]], Math.Max(1, texts[i].Length))[0];
                        // A network that answers for each token says nothing of padding.
                        int length = whole
                            ? alone.Length / Math.Max(1, texts[i].Length) * texts[i].Length
                            : alone.Length;
                        Close(alone.AsSpan(0, length), inTorch[i], 1e-5);
                        Close(alone.AsSpan(0, length), inRuntime[i], 1e-4);
                    }
                },
                iter: 40,
                threads: 1
            );
    }

    /// <summary>bfloat16 has eight bits: answers of about 1 keep two digits.</summary>
    [Theory, MemberData(nameof(Networks))]
    public void Half_the_digits_give_about_the_same_answers(string name)
    {
        var (network, input) = Examples.Named(name);
        using var module = TorchNetwork.Build(network, input, Examples.Weights(network, input));
        float[][] texts =
        [
            [3, 4, 10],
            [1],
            [5, 2, 2, 7],
        ];
        float[][] whole = Torch(module, texts, 4);
        module.Rounds = true;
        float[][] rounded = Torch(module, texts, 4);
        double largest = whole.Max(row => row.Max(Math.Abs));
        for (int i = 0; i < texts.Length; i++)
            Close(whole[i], rounded[i], 0.05 * Math.Max(1, largest));
    }

    [Fact]
    public void Length_is_free_in_the_graph()
    {
        var (network, input) = Examples.Named("lstm");
        using var session = new InferenceSession(
            OnnxGraph.Write(network, input, Examples.Weights(network, input))
        );
        Assert.Equal(["N", "T"], session.InputMetadata[OnnxGraph.InputName].SymbolicDimensions);
        Assert.Equal([-1, -1, 4], session.OutputMetadata[OnnxGraph.LogitsName].Dimensions);
    }

    [Theory]
    [InlineData(new[] { 1f, 11f }, "The token id 11 is none of the network's 11")]
    [InlineData(new[] { -1f, 2f }, "The token id -1 is none")]
    [InlineData(new[] { 1.5f, 2f }, "whole numbers")]
    [InlineData(new[] { 0f, 2f }, "may stand behind the last token only")]
    public void Ids_that_are_none_are_refused(float[] ids, string message)
    {
        using var module = TorchNetwork.Build(
            Sequence(Embedding(TokenExamples.Vocabulary, 2), GlobalAveragePool()),
            [4],
            1
        );
        using var input = torch.tensor(ids, [1, 2]);
        var fault = Assert.Throws<ArgumentException>(() => module.call(input));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_tokens_than_places_are_refused()
    {
        using var module = TorchNetwork.Build(Sequence(PositionEmbedding(5, 2), FirstToken()), [4], 1);
        using var input = torch.ones(1, 6);
        var fault = Assert.Throws<ArgumentException>(() => module.call(input));
        Assert.Contains("at most 5 tokens; got 6", fault.Message, StringComparison.Ordinal);
    }

    private static float[] Padded(float[][] texts, int most) =>
        [.. texts.SelectMany(text => text.Concat(new float[most - text.Length]))];

    private static float[][] Torch(TorchNetwork module, float[][] texts, int most)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var output = module.call(torch.tensor(Padded(texts, most), [texts.Length, most]));
        return Rows([.. output.contiguous().data<float>()], texts.Length);
    }

    private static float[][] Runtime(InferenceSession session, float[][] texts, int most)
    {
        var tensor = new DenseTensor<float>(Padded(texts, most), [texts.Length, most]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(OnnxGraph.InputName, tensor)]);
        return Rows(
            [.. results.Single(value => value.Name == OnnxGraph.LogitsName).AsEnumerable<float>()],
            texts.Length
        );
    }

    private static float[][] Rows(float[] values, int rows) => [.. values.Chunk(values.Length / rows)];

    private static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i] - expected[i], -tolerance, tolerance);
    }
}
