using Microsoft.ML.OnnxRuntime;
using Osler.Core.Blocks;
using Osler.Core.Onnx;
using Osler.Core.Tests.Blocks;
using static Osler.Core.Blocks.Lego;

namespace Osler.Serving.Tests.Onnx;

public sealed class BoxOutputTests
{
    [Fact]
    public void A_box_is_an_output_of_its_own_by_its_sigmoid_and_no_class()
    {
        foreach (int members in (int[])[1, 2])
        {
            var one = Presets.WithBox(Sequence(Flatten(), ("head", Dense(3))));
            var network = members == 1 ? one : Members(one, members);
            Shape input = [1, 2, 3];
            var weights = Examples.Weights(network, input);
            using var session = new InferenceSession(
                OnnxGraph.Write(
                    network,
                    input,
                    weights,
                    new() { Probabilities = Probabilities.Softmax, Box = true }
                )
            );
            float[] values = [0.5f, -1, 2, 0.3f, 0, 1];
            using var given = OrtValue.CreateTensorValueFromMemory(values, [1, 1, 2, 3]);
            using var run = new RunOptions();
            using var outputs = session.Run(run, ["input"], [given], ["logits", "probabilities", "box"]);

            double[] expected = ReferenceForward.Of(
                network,
                input,
                weights,
                [.. values.Select(value => (double)value)]
            );

            float[] logits = outputs[0].GetTensorDataAsSpan<float>().ToArray();
            float[] probabilities = outputs[1].GetTensorDataAsSpan<float>().ToArray();
            float[] box = outputs[2].GetTensorDataAsSpan<float>().ToArray();
            Assert.Equal(
                (3 * members, 3 * members, 4 * members),
                (logits.Length, probabilities.Length, box.Length)
            );
            for (int member = 0; member < members; member++)
            {
                Assert.Equal(1, probabilities.AsSpan(3 * member, 3).ToArray().Sum(), 1e-5f);
                for (int i = 0; i < 3; i++)
                    Assert.Equal(expected[7 * member + i], logits[3 * member + i], 1e-5);
                for (int i = 0; i < 4; i++)
                    Assert.Equal(
                        1 / (1 + Math.Exp(-expected[7 * member + 3 + i])),
                        box[4 * member + i],
                        1e-5
                    );
            }
        }
    }
}
