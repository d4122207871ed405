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
    // Float32 against float64 on values of order 1 through at most five layers: a few units in the 7th digit.
    private const double Tolerance = 1e-5;

    // Networks on tokens are held to libtorch's answers, padding and batch by batch, by the tests of Learning.
    public static TheoryData<string> Networks =>
        [.. Examples.All.Except(TokenExamples.All).Select(example => example.Name)];

    [Theory, MemberData(nameof(Networks))]
    public void Logits_equal_the_reference_for_any_batch(string name)
    {
        var (network, input) = Examples.Named(name);
        Compare(network, input, Probabilities.Sigmoid);
    }

    [Fact]
    public void Probabilities_of_members_are_a_softmax_of_each_members_outcomes() =>
        Compare(Members(Sequence(Dense(4), Relu(), Dense(3)), 2), [5], Probabilities.Softmax);

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

    private static void Compare(Block network, Shape input, Probabilities how)
    {
        const int Batch = 3;
        var weights = Examples.Weights(network, input);
        var options = new OnnxOptions { Probabilities = how };
        using var session = new InferenceSession(OnnxGraph.Write(network, input, weights, options));
        var random = new KeyedRandom(2, "inputs");
        int size = (int)input.Values;
        float[] values = [.. Enumerable.Range(0, Batch * size).Select(_ => (float)random.NextNormal())];
        using var given = OrtValue.CreateTensorValueFromMemory(
            values,
            [Batch, .. input.Sizes.Select(s => (long)s)]
        );
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["input"], [given], ["logits", "probabilities"]);
        var logits = outputs[0].GetTensorDataAsSpan<float>();
        var probabilities = outputs[1].GetTensorDataAsSpan<float>();

        var output = ShapeInference.Of(network, input);
        Assert.Equal([Batch, .. output.Sizes.Select(s => (long)s)], outputs[0].GetTensorTypeAndShape().Shape);
        int width = (int)output.Values;
        for (int n = 0; n < Batch; n++)
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
