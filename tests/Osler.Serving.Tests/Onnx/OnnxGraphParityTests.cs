using Microsoft.ML.OnnxRuntime;
using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Core.Onnx;
using Osler.Core.Tests.Blocks;
using static Osler.Core.Blocks.Lego;

namespace Osler.Serving.Tests.Onnx;

/// <summary>What ONNX Runtime computes from the file is what the blocks' formulas say.</summary>
public sealed class OnnxGraphParityTests
{
    // Float32 against float64 on values of order 1 through at most some twenty blocks: a few units in the 7th digit.
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Networks => [.. Examples.All.Select(example => example.Name)];

    [Theory, MemberData(nameof(Networks))]
    public void Logits_equal_the_reference_for_any_batch(string name)
    {
        var (network, input) = Examples.Named(name);
        Compare(network, input, Probabilities.Sigmoid);
    }

    [Fact]
    public void Probabilities_of_members_are_a_softmax_of_each_members_outcomes() =>
        Compare(Members(Sequence(Dense(4), Relu(), Dense(3)), 2), [5], Probabilities.Softmax);

    /// <summary>The embedding says which id is padding; 0 is a word then.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void Padding_may_be_any_id(bool lstm)
    {
        const int Padding = 7;
        Block cell = lstm ? Lstm(3, bidirectional: true) : Gru(3, bidirectional: true);
        var network = Sequence(
            Residual(Embedding(11, 4, Padding), PositionEmbedding(8, 4, Padding)),
            Attention(2),
            cell,
            Conv(4, 3, same: true),
            Concat(GlobalAveragePool(), GlobalMaxPool(), AttentionPool(Dense(1)))
        );
        float[] ids = [3, 0, 10, 0, 5, 2, 9, 7, 7, 7, 0, 7, 7, 7, 7];
        Compare(network, [5], Probabilities.Sigmoid, ids);
    }

    /// <summary>Every way of pooling: kernels, strides, paddings, dilations, rounding, counting.</summary>
    [Fact]
    public void Pooling_equals_the_reference_in_every_corner()
    {
        var random = new KeyedRandom(5, "pooling");
        for (int i = 0; i < 100; i++)
        {
            var kernel = new Size(1 + random.Next(4), 1 + random.Next(4));
            var stride = new Size(1 + random.Next(4), 1 + random.Next(4));
            var padding = new Size(random.Next(kernel.Height / 2 + 1), random.Next(kernel.Width / 2 + 1));
            var dilation = new Size(1 + random.Next(3), 1 + random.Next(3));
            bool ceiling = random.Next(2) == 1;
            bool count = random.Next(2) == 1;
            Shape input = [2, 11 + random.Next(6), 11 + random.Next(6)];
            Compare(MaxPool(kernel, stride, padding, dilation, ceiling), input, Probabilities.Sigmoid);
            Compare(AveragePool(kernel, stride, padding, ceiling, count), input, Probabilities.Sigmoid);
            Compare(AdaptiveAveragePool(kernel), input, Probabilities.Sigmoid);
        }
    }

    // A question that has one option fewer than others.
    private static float[] LastAbsent(Shape input) =>
        [.. TokenExamples.Inputs(input, 1).SkipLast(input[^1]), .. new float[input[^1]]];

    private static void Compare(Block network, Shape input, Probabilities how)
    {
        const int Batch = 3;
        int size = (int)input.Values;
        var random = new KeyedRandom(2, "inputs");
        // Texts of several lengths, the last without a token.
        float[] values = TokenInput.Takes(ShapeInference.Annotate(network, input))
            ?
            [
                .. TokenExamples.Inputs(input, Batch),
                .. input.Rank == 1 ? new float[size] : LastAbsent(input),
            ]
            : [.. Enumerable.Range(0, Batch * size).Select(_ => (float)random.NextNormal())];
        Compare(network, input, how, values);
    }

    private static void Compare(Block network, Shape input, Probabilities how, float[] values)
    {
        var weights = Examples.Weights(network, input);
        var options = new OnnxOptions { Probabilities = how };
        using var session = new InferenceSession(OnnxGraph.Write(network, input, weights, options));
        int size = (int)input.Values;
        int batch = values.Length / size;
        using var given = OrtValue.CreateTensorValueFromMemory(
            values,
            [batch, .. input.Sizes.Select(s => (long)s)]
        );
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["input"], [given], ["logits", "probabilities"]);
        var logits = outputs[0].GetTensorDataAsSpan<float>();
        var probabilities = outputs[1].GetTensorDataAsSpan<float>();

        var output = ShapeInference.Of(network, input);
        Assert.Equal([batch, .. output.Sizes.Select(s => (long)s)], outputs[0].GetTensorTypeAndShape().Shape);
        int width = (int)output.Values;
        for (int n = 0; n < batch; n++)
        {
            double[] one = [.. values.Skip(n * size).Take(size).Select(value => (double)value)];
            double[] expected = ReferenceForward.Of(network, input, weights, one);
            for (int i = 0; i < width; i++)
            {
                Near(expected[i], logits[n * width + i]);
                double sum = expected
                    .Chunk(output[output.Rank - 1])
                    .ElementAt(i / output[output.Rank - 1])
                    .Sum(Math.Exp);
                Near(
                    how == Probabilities.Sigmoid
                        ? 1 / (1 + Math.Exp(-expected[i]))
                        : Math.Exp(expected[i]) / sum,
                    probabilities[n * width + i]
                );
            }
        }

        void Near(double expected, double actual) =>
            Assert.True(
                Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)),
                $"{BlockText.Of(network)} on {input}: expected {expected}, got {actual}."
            );
    }
}
